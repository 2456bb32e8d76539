// SPDX-License-Identifier: GPL-2.0-or-later
//
// A state directory belongs to one daemon at a time: whoever holds the lock on its file `lock`. The
// kernel lets go of it when the process ends, however it ends.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace geotask {

class StateDirLock {
 public:
  // Makes the directory if need be. Errors as FileSpool::open() has them.
  static absl::StatusOr<StateDirLock> acquire(const std::string& directory);
  ~StateDirLock();
  StateDirLock(StateDirLock&& other) noexcept;
  StateDirLock& operator=(StateDirLock&&) = delete;

 private:
  explicit StateDirLock(int fd) : fd_(fd) {}

  int fd_;
};

// FAILED_PRECONDITION STATE_DIR_FAILED, for the operator: it names the path.
absl::Status stateDirFailed(const std::string& path, const std::string& why);

}  // namespace geotask
