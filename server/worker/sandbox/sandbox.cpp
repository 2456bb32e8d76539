// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/sandbox.h"

#include <dirent.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstring>

#include "worker/sandbox/capabilities.h"
#include "worker/sandbox/landlock.h"
#include "worker/sandbox/limits.h"
#include "worker/sandbox/system_calls.h"

namespace geotask {
namespace {

Protection allThreads() {
  DIR* const folder = ::opendir("/proc/self/task");
  if (folder == nullptr) return {"all threads", false, "/proc cannot be read"};
  int threads = 0;
  while (const dirent* entry = ::readdir(folder)) threads += entry->d_name[0] != '.' ? 1 : 0;
  ::closedir(folder);
  if (threads == 1) return {"all threads", true, ""};
  return {"all threads", false, std::to_string(threads - 1) + " were there before"};
}

Protection noNewPrivileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) return {"no new privileges", true, ""};
  return {"no new privileges", false, std::strerror(errno)};
}

}  // namespace

std::vector<Protection> enterSandbox(const SandboxPlan& plan) {
  std::vector<Protection> protections;
  protections.push_back(allThreads());
  protections.push_back(setLimits(plan));
  protections.push_back(noNewPrivileges());  // Landlock and seccomp ask for it.
  protections.push_back(dropCapabilities());
  const LandlockResult landlock = restrictFiles(plan);
  protections.push_back(landlock.protection);
  protections.push_back(restrictSystemCalls(plan.network, landlock.abi));
  return protections;
}

}  // namespace geotask
