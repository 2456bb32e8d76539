// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/file_folder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "spool/file.h"

namespace geotask {
namespace {

class FolderReader : public FileReader {
 public:
  FolderReader(std::shared_ptr<const FolderName> folder, File file, uint64_t offset, uint64_t size)
      : folder_(std::move(folder)), file_(std::move(file)), offset_(offset), size_(size) {}

  absl::StatusOr<bool> next(std::string& bytes, size_t limit) override {
    bytes.resize(std::min<uint64_t>(limit, size_ - offset_));
    if (bytes.empty()) return false;
    absl::Status read = file_.readAt(offset_, &bytes[0], bytes.size());
    if (!read.ok()) return read;
    offset_ += bytes.size();
    return true;
  }

 private:
  const std::shared_ptr<const FolderName> folder_;
  const File file_;
  uint64_t offset_;
  const uint64_t size_;
};

class FileFolder : public FileSet {
 public:
  FileFolder(std::shared_ptr<const FolderName> folder, std::vector<FileInfo> files,
             uint64_t disk_bytes)
      : folder_(std::move(folder)), files_(std::move(files)), disk_bytes_(disk_bytes) {}

  const std::vector<FileInfo>& files() const override { return files_; }
  uint64_t diskBytes() const override { return disk_bytes_; }
  const std::string& folder() const override { return folder_->path; }

  absl::StatusOr<std::unique_ptr<FileReader>> read(const std::string& path,
                                                   uint64_t offset) const override {
    const auto info = std::find_if(files_.begin(), files_.end(),
                                   [&](const FileInfo& file) { return file.path == path; });
    if (info == files_.end()) {
      return makeError(
          absl::StatusCode::kNotFound, "there is no file " + path,
          {"FILE_NOT_FOUND", "path", path, "a file that is listed", "Look at the list of files."});
    }
    if (offset > info->bytes) {
      return makeError(absl::StatusCode::kOutOfRange,
                       {"OFFSET_OUT_OF_RANGE", "offset", absl::StrCat(offset),
                        absl::StrCat("0 to ", info->bytes), "Read from the beginning."});
    }
    auto file = File::openForReading(absl::StrCat(folder_->path, "/", path));
    if (!file.ok()) return file.status();
    return std::make_unique<FolderReader>(folder_, *std::move(file), offset, info->bytes);
  }

 private:
  const std::shared_ptr<const FolderName> folder_;
  const std::vector<FileInfo> files_;
  const uint64_t disk_bytes_;
};

}  // namespace

std::shared_ptr<const FileSet> makeFileFolder(std::shared_ptr<const FolderName> folder,
                                              std::vector<FileInfo> files, uint64_t disk_bytes) {
  return std::make_shared<FileFolder>(std::move(folder), std::move(files), disk_bytes);
}

}  // namespace geotask
