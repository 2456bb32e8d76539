// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/adopted_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "domain/errors.h"
#include "spool/file.h"

namespace geotask {

absl::StatusOr<AdoptedFile> AdoptedFile::open(const std::string& path) {
  // Not to wait for the other end of a pipe.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  AdoptedFile file(fd, path);
  struct stat found {};
  const int error = fd < 0 || ::fstat(fd, &found) != 0 ? errno : 0;
  const bool odd =
      error == ELOOP || error == ENXIO || error == ENODEV;  // A link; a socket or device.
  if (error != 0 && !odd) return spoolError("a file could not be read", error);
  if (odd || !S_ISREG(found.st_mode)) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_PATH", "path", "a link, a pipe or a device", "a regular file",
                      "Write a file in its place."});
  }
  file.size_ = static_cast<uint64_t>(found.st_size);
  file.device_ = found.st_dev;
  file.inode_ = found.st_ino;
  file.names_ = found.st_nlink;
  return file;
}

AdoptedFile::~AdoptedFile() {
  if (fd_ >= 0) ::close(fd_);
}

AdoptedFile::AdoptedFile(AdoptedFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      size_(other.size_),
      device_(other.device_),
      inode_(other.inode_),
      names_(other.names_) {}

bool AdoptedFile::moveTo(const std::string& to) {
  // The kernel grants this lease only for a file that is open for writing nowhere. Should somebody
  // open it so now, he waits, and this process gets a signal that it ignores, not SIGIO, which ends it.
  if (names_ != 1 || ::fcntl(fd_, F_SETSIG, SIGURG) != 0 ||
      ::fcntl(fd_, F_SETLEASE, F_RDLCK) != 0) {
    return false;
  }
  const bool moved = ::rename(path_.c_str(), to.c_str()) == 0;
  // Its name may have been given to another file since it was opened.
  struct stat there {};
  const bool same = moved && ::lstat(to.c_str(), &there) == 0 && there.st_dev == device_ &&
                    there.st_ino == inode_ && there.st_nlink == 1;
  ::fcntl(fd_, F_SETLEASE, F_UNLCK);
  if (moved && !same) ::unlink(to.c_str());
  return same;
}

absl::StatusOr<bool> AdoptedFile::read(std::string& bytes, size_t limit) {
  bytes.resize(limit);
  ssize_t got;
  do {
    got = ::read(fd_, &bytes[0], limit);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return spoolError("a file could not be read", errno);
  bytes.resize(static_cast<size_t>(got));
  return got > 0;
}

void AdoptedFile::remove() { ::unlink(path_.c_str()); }

}  // namespace geotask
