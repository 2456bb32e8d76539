// SPDX-License-Identifier: GPL-2.0-or-later
//
// A file that another process has made, on its way into a set.
//
//     auto file = AdoptedFile::open("/workers/1/kept/7");
//     if (!file->moveTo("/files/3/roads.tif")) copy what file->read() gives;
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// Used by one thread at a time.
class AdoptedFile {
 public:
  // INVALID_ARGUMENT INVALID_PATH for what is no regular file; links are not followed.
  static absl::StatusOr<AdoptedFile> open(const std::string& path);
  ~AdoptedFile();
  AdoptedFile(AdoptedFile&& other) noexcept;
  AdoptedFile& operator=(AdoptedFile&&) = delete;

  uint64_t size() const { return size_; }
  // Moves it, if it is certain that nobody can change it there: it has no other name, is open for
  // writing nowhere, and `to` is on the same file system. Nothing has happened else.
  bool moveTo(const std::string& to);
  // Replaces `bytes` by the next ones, at most `limit`; false at the end.
  absl::StatusOr<bool> read(std::string& bytes, size_t limit);
  // Removes the name it was opened by; none is left after moveTo().
  void remove();

 private:
  AdoptedFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  int fd_;
  std::string path_;
  uint64_t size_ = 0;
  uint64_t device_ = 0;
  uint64_t inode_ = 0;
  uint64_t names_ = 0;
};

}  // namespace geotask
