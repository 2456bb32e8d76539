// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/file_folder_writer.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "spool/adopted_file.h"
#include "spool/checksum.h"
#include "spool/file.h"
#include "spool/file_folder.h"
#include "spool/media_type.h"
#include "spool/relative_path.h"

namespace geotask {
namespace {

namespace fs = std::filesystem;

constexpr size_t kCopyBytes = 1 << 20;

absl::Status pathTaken(const std::string& path) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_PATH", "path", path, "each file once, and none below another",
                    "Give one of them another name."});
}

absl::Status notWhole() {
  return makeError(absl::StatusCode::kInternal, "a file changed while it was taken",
                   {"SPOOL_FAILED", "", "", "", "Submit the job again."});
}

class FileFolderWriter : public FileSetWriter {
 public:
  FileFolderWriter(std::string folder, uint64_t max_adopted_bytes)
      : folder_(std::make_shared<const FolderName>(std::move(folder))),
        max_adopted_bytes_(max_adopted_bytes) {}

  absl::Status begin(const std::string& path) override {
    close();
    if (absl::Status place = makePlace(path); !place.ok()) return place;
    auto file = File::create(placeOf(path));
    if (!file.ok()) return file.status();
    open_.emplace(Open{*std::move(file), path, 0, {}});
    return absl::OkStatus();
  }

  absl::Status append(const std::string& bytes) override {
    absl::Status written = open_->file.writeAt(open_->bytes, bytes);
    if (!written.ok()) return written;
    open_->sum.add(bytes);
    open_->bytes += bytes.size();
    return absl::OkStatus();
  }

  absl::Status adopt(const std::string& from, const std::string& path) override {
    struct stat found {};
    if (::lstat(from.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) {
      return adoptFolder(from, path);
    }
    auto file = AdoptedFile::open(from);
    if (!file.ok()) return file.status();
    if (file->size() > max_adopted_bytes_ - adopted_bytes_) return tooLarge();
    adopted_bytes_ += file->size();
    close();
    if (absl::Status place = makePlace(path); !place.ok()) return place;
    if (file->moveTo(placeOf(path))) return keepMoved(*file, path);
    if (absl::Status copied = copy(*file, path); !copied.ok()) return copied;
    file->remove();
    return absl::OkStatus();
  }

  uint64_t diskBytes() const override {
    DiskUse use = closed_;
    if (open_) use.add(open_->bytes);
    return use.bytes();
  }

  absl::StatusOr<std::shared_ptr<const FileSet>> finish() override {
    close();
    return makeFileFolder(std::move(folder_), std::move(files_), closed_.bytes());
  }

 private:
  struct Open {
    File file;
    std::string path;
    uint64_t bytes;
    Checksum sum;
  };

  std::string placeOf(const std::string& path) const {
    return absl::StrCat(folder_->path, "/", path);
  }

  // Looks whether a file may have this path and makes the folders above it.
  absl::Status makePlace(const std::string& path) {
    if (absl::Status good = checkRelativePath(path); !good.ok()) return good;
    const fs::path place = placeOf(path);
    std::error_code error;
    fs::create_directories(place.parent_path(), error);
    if (error == std::errc::not_a_directory || error == std::errc::file_exists) {
      return pathTaken(path);
    }
    if (error) return spoolError("no folder for files could be made", error.value());
    return fs::exists(place) ? pathTaken(path) : absl::OkStatus();
  }

  absl::Status tooLarge() const {
    const std::string accepted =
        absl::StrCat("at most ", max_adopted_bytes_, " bytes, which is all that is kept");
    return makeError(
        absl::StatusCode::kResourceExhausted, "the files of an output are too large",
        {"RESULT_TOO_LARGE", "", "", accepted, "Split the input, or ask for a coarser result."});
  }

  absl::Status adoptFolder(const std::string& from, const std::string& path) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(from, error), end; !error && entry != end;
         entry.increment(error)) {
      names.push_back(entry->path().filename().string());
    }
    if (error) return spoolError("a folder could not be read", error.value());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
      const std::string below = path.empty() ? name : absl::StrCat(path, "/", name);
      absl::Status adopted = adopt(absl::StrCat(from, "/", name), below);
      if (!adopted.ok()) return adopted;
    }
    fs::remove(from, error);
    return absl::OkStatus();
  }

  absl::Status keepMoved(AdoptedFile& file, const std::string& path) {
    Checksum sum;
    uint64_t bytes = 0;
    std::string part;
    for (;;) {
      const auto more = file.read(part, kCopyBytes);
      if (!more.ok()) return more.status();
      if (!*more) break;
      sum.add(part);
      bytes += part.size();
    }
    if (bytes != file.size()) return notWhole();
    keep(path, bytes, sum);
    return absl::OkStatus();
  }

  absl::Status copy(AdoptedFile& file, const std::string& path) {
    if (absl::Status begun = begin(path); !begun.ok()) return begun;
    std::string part;
    for (;;) {
      const auto more = file.read(part, kCopyBytes);
      if (!more.ok()) return more.status();
      if (!*more) break;
      // Somebody may go on writing: what was counted is all that is taken.
      if (open_->bytes + part.size() > file.size()) return notWhole();
      if (absl::Status written = append(part); !written.ok()) return written;
    }
    return open_->bytes == file.size() ? absl::OkStatus() : notWhole();
  }

  // Ends the file that is open.
  void close() {
    if (!open_) return;
    keep(open_->path, open_->bytes, open_->sum);
    open_.reset();
  }

  void keep(const std::string& path, uint64_t bytes, Checksum& sum) {
    ::chmod(placeOf(path).c_str(), 0400);
    closed_.add(bytes);
    files_.push_back({path, bytes, mediaType(path), sum.finish()});
  }

  std::shared_ptr<const FolderName> folder_;
  const uint64_t max_adopted_bytes_;
  uint64_t adopted_bytes_ = 0;
  DiskUse closed_;
  std::vector<FileInfo> files_;
  std::optional<Open> open_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileFolder(const std::string& folder,
                                                                uint64_t max_adopted_bytes) {
  if (::mkdir(folder.c_str(), 0700) != 0) {
    return spoolError("no folder for files could be made", errno);
  }
  return std::make_unique<FileFolderWriter>(folder, max_adopted_bytes);
}

}  // namespace geotask
