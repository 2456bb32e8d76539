// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/state_dir_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

absl::Status stateDirFailed(const std::string& path, const std::string& why) {
  return makeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("the state directory cannot be used: ", path, ": ", why),
                   {"STATE_DIR_FAILED", "state_dir", path, "a folder the daemon may write to",
                    "name another folder with --state-dir"});
}

absl::StatusOr<StateDirLock> StateDirLock::acquire(const std::string& directory) {
  std::error_code ignored;  // mkdir() and open() say what is wrong.
  std::filesystem::create_directories(std::filesystem::path(directory).parent_path(), ignored);
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
    return stateDirFailed(directory, std::strerror(errno));
  }
  const std::string path = directory + "/lock";
  const int fd = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) return stateDirFailed(path, std::strerror(errno));
  StateDirLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return stateDirFailed(path, std::strerror(errno));
  return makeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("another daemon uses the state directory ", directory),
                   {"STATE_DIR_IN_USE", "state_dir", directory, "a folder of its own a daemon",
                    "stop the other daemon, or name another folder with --state-dir"});
}

StateDirLock::~StateDirLock() {
  if (fd_ >= 0) ::close(fd_);
}

StateDirLock::StateDirLock(StateDirLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

}  // namespace geotask
