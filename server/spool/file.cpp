// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

absl::Status spoolError(const char* what, int error) {
  const std::string message = absl::StrCat(what, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT || error == EFBIG) {
    ErrorDetail detail;
    detail.reason = "SPOOL_FULL";
    detail.remedy = "delete jobs that are no longer needed, or try again later";
    detail.retry_delay = absl::Seconds(30);
    return makeError(absl::StatusCode::kResourceExhausted, message, detail);
  }
  ErrorDetail detail;
  detail.reason = "SPOOL_FAILED";
  return makeError(absl::StatusCode::kInternal, message, detail);
}

absl::Status spoolCorrupt(const std::string& how) {
  ErrorDetail detail;
  detail.reason = "SPOOL_CORRUPT";
  detail.remedy = "submit the job again";
  return makeError(absl::StatusCode::kInternal, absl::StrCat("stored rows are damaged: ", how),
                   detail);
}

absl::StatusOr<File> File::open(const std::string& path, int flags, const char* what) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (fd < 0) return spoolError(what, errno);
  return File(fd);
}

absl::StatusOr<File> File::create(const std::string& path) {
  return open(path, O_CREAT | O_EXCL | O_WRONLY, "no file for rows could be made");
}

absl::StatusOr<File> File::openForWriting(const std::string& path) {
  return open(path, O_WRONLY, "rows could not be written");
}

absl::StatusOr<File> File::openForReading(const std::string& path) {
  return open(path, O_RDONLY, "stored rows could not be read");
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

File::File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

absl::Status File::writeAt(uint64_t offset, absl::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0) {
      if (errno == EINTR) continue;
      return spoolError("rows could not be written", errno);
    }
    bytes.remove_prefix(static_cast<size_t>(count));
    offset += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status File::readAt(uint64_t offset, char* bytes, size_t size) const {
  while (size > 0) {
    const ssize_t count = ::pread(fd_, bytes, size, static_cast<off_t>(offset));
    if (count < 0) {
      if (errno == EINTR) continue;
      return spoolError("stored rows could not be read", errno);
    }
    if (count == 0) return spoolCorrupt("the file is too short");
    bytes += count;
    size -= static_cast<size_t>(count);
    offset += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

}  // namespace geotask
