// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "worker/sandbox/system_paths.h"

namespace geotask {
namespace {

// The headers may be older than the kernel. Names and numbers are those of linux/landlock.h.
constexpr uint64_t kTruncate = 1ull << 14;           // ABI 3
constexpr uint64_t kBindTcp = 1ull << 0;             // ABI 4
constexpr uint64_t kConnectTcp = 1ull << 1;          // ABI 4
constexpr uint64_t kIoctlDevice = 1ull << 15;        // ABI 5
constexpr uint64_t kScopes = 1ull << 0 | 1ull << 1;  // ABI 6: abstract sockets, signals

struct RulesetAttributes {
  uint64_t files;
  uint64_t network;
  uint64_t scoped;
};

constexpr uint64_t kRead = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kRun = kRead | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr uint64_t kWrite = kRead | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                            LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                            LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER | kTruncate;
constexpr uint64_t kDevice =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice;
// Devices, pipes, sockets and symbolic links can be made nowhere: who collects the outputs would
// follow them or wait at them.
constexpr uint64_t kNowhere = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                              LANDLOCK_ACCESS_FS_MAKE_SYM;
// What makes sense for a file that is no folder.
constexpr uint64_t kOfFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                              LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kIoctlDevice;

int kernelAbi() {
  return static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
}

uint64_t handledBy(int abi) {
  uint64_t files = kRun | kWrite | kDevice | kNowhere;
  if (abi < 2) files &= ~uint64_t{LANDLOCK_ACCESS_FS_REFER};
  if (abi < 3) files &= ~kTruncate;
  if (abi < 5) files &= ~kIoctlDevice;
  return files;
}

size_t attributesSize(int abi) {
  if (abi < 4) return offsetof(RulesetAttributes, network);
  return abi < 6 ? offsetof(RulesetAttributes, scoped) : sizeof(RulesetAttributes);
}

// Nothing to allow: it is not there, or out of reach anyway.
bool isNoMatter(int error) {
  return error == ENOENT || error == ENOTDIR || error == EACCES || error == ELOOP;
}

bool allow(int ruleset, const std::string& path, uint64_t access) {
  const int fd = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (fd < 0) return isNoMatter(errno);
  struct stat status {};
  bool allowed = ::fstat(fd, &status) == 0;
  if (allowed) {
    landlock_path_beneath_attr rule{};
    rule.parent_fd = fd;
    rule.allowed_access = S_ISDIR(status.st_mode) ? access : access & kOfFiles;
    allowed = ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  }
  const int error = errno;
  // A rule belongs to a node of the file system, and /proc makes a new one for a path that was
  // forgotten for a while. Being open it is not forgotten.
  if (path.rfind("/proc/", 0) != 0) ::close(fd);
  errno = error;
  return allowed;
}

bool allowAll(int ruleset, const std::vector<std::string>& paths, uint64_t access) {
  return std::all_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return allow(ruleset, path, access); });
}

}  // namespace

LandlockResult restrictFiles(const SandboxPlan& plan) {
  const auto missing = [](const char* what) {
    return LandlockResult{{"Landlock", false, std::string(what) + ": " + std::strerror(errno)}, 0};
  };
  const int kernel = kernelAbi();
  if (kernel < 1) return missing("the kernel has none");
  const int abi = std::min(kernel, plan.landlock_abi);
  if (abi < 1) return {{"Landlock", false, "it is not to be used"}, 0};
  const uint64_t handled = handledBy(abi);
  RulesetAttributes attributes{handled, kBindTcp | (plan.network ? 0 : kConnectTcp), kScopes};
  const int ruleset =
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, attributesSize(abi), 0));
  if (ruleset < 0) return missing("no ruleset");
  const bool allowed = allowAll(ruleset, programPaths(), handled & kRun) &&
                       allowAll(ruleset, readablePaths(plan.network), handled & kRead) &&
                       allowAll(ruleset, devicePaths(), handled & kDevice) &&
                       allowAll(ruleset, plan.readable, handled & kRead) &&
                       allowAll(ruleset, plan.writable, handled & kWrite);
  const long restricted = allowed ? ::syscall(SYS_landlock_restrict_self, ruleset, 0) : -1;
  const int error = errno;
  ::close(ruleset);
  errno = error;
  if (restricted != 0) return missing("it could not be entered");
  return {{"Landlock", true, "ABI " + std::to_string(abi)}, abi};
}

}  // namespace geotask
