// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "worker/descriptor.h"
#include "worker/remove_tree.h"

namespace geotask {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxPathBytes = 4096;
constexpr const char* kParts[] = {"in", "out", "tmp", "home", "kept"};

absl::Status refused(const std::string& path, const char* why) {
  return absl::InvalidArgumentError(absl::StrCat("the output file ", path, " ", why));
}

}  // namespace

bool isPlainPath(const std::string& path) {
  if (path.empty() || path.size() > kMaxPathBytes || path.find('\0') != std::string::npos) {
    return false;
  }
  for (absl::string_view part : absl::StrSplit(path, '/')) {
    if (part.empty() || part == "." || part == ".." || part.size() > NAME_MAX) return false;
  }
  return true;
}

absl::StatusOr<std::unique_ptr<WorkerFolder>> WorkerFolder::create(const std::string& path) {
  const auto make = [](const std::string& folder) {
    if (::mkdir(folder.c_str(), 0700) == 0) return absl::OkStatus();
    return absl::InternalError(absl::StrCat(folder, ": ", std::strerror(errno)));
  };
  absl::Status made = make(path);
  for (const char* part : kParts) {
    if (made.ok()) made = make(absl::StrCat(path, "/", part));
  }
  if (!made.ok()) return made;
  return std::unique_ptr<WorkerFolder>(new WorkerFolder(path));
}

WorkerFolder::~WorkerFolder() { removeTree(path_, true).IgnoreError(); }

uint64_t WorkerFolder::diskBytes() const {
  uint64_t bytes = 0;
  for (const std::string& folder : {out(), tmp()}) {
    std::error_code error;  // What goes meanwhile counts nothing.
    fs::recursive_directory_iterator entry(folder, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      struct stat status {};
      if (::lstat(entry->path().c_str(), &status) == 0) {
        bytes += static_cast<uint64_t>(status.st_blocks) * 512;
      }
    }
  }
  return bytes;
}

absl::Status WorkerFolder::clear() {
  kept_ = 0;
  for (const std::string& folder : {in(), out(), path_ + "/kept"}) {
    const absl::Status emptied = removeTree(folder, false);
    if (!emptied.ok()) return emptied;
  }
  return emptySubfolders(tmp());
}

absl::StatusOr<std::string> WorkerFolder::keep(const std::string& path) {
  if (!isPlainPath(path)) return refused(path, "is no plain path below the output folder");
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  Descriptor folder(::open(out().c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  for (size_t i = 0; folder && i + 1 < parts.size(); ++i) {
    folder = Descriptor(
        ::openat(folder.get(), parts[i].c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (!folder) return refused(path, "is not there");

  // First out of the worker's reach, then looked at: so it cannot change in between.
  const std::string kept = absl::StrCat(path_, "/kept/", ++kept_);
  struct stat found {};
  if (::fstatat(folder.get(), parts.back().c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
    return refused(path, "is not there");
  }
  if (!S_ISREG(found.st_mode)) return refused(path, "is no plain file");
  if (::renameat(folder.get(), parts.back().c_str(), AT_FDCWD, kept.c_str()) != 0) {
    return refused(path, std::strerror(errno));
  }
  if (::lstat(kept.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) {
    return refused(path, "is no plain file");
  }
  // Another name could be one of a file that is not the worker's to give.
  if (found.st_nlink != 1) return refused(path, "has other names");
  ::chmod(kept.c_str(), 0600);
  return kept;
}

}  // namespace geotask
