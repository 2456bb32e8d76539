// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/limits.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace geotask {
namespace {

// What is lower already stays.
bool lower(int resource, rlim_t value) {
  rlimit limit{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return false;
  limit.rlim_max = std::min(limit.rlim_max, value);
  limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
  return ::setrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0;
}

bool goFirstWhenMemoryIsShort() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool written = ::write(file, "1000", 4) == 4;
  ::close(file);
  return written;
}

}  // namespace

Protection setLimits(const SandboxPlan& plan) {
  const auto missing = [](const char* what) {
    return Protection{"limits", false, std::string(what) + ": " + std::strerror(errno)};
  };
  // Not 0: with 0 a program that the kernel pipes cores to would still be run; 1 is too short for
  // either way.
  if (!lower(RLIMIT_CORE, 1)) return missing("core dumps");
  if (plan.max_file_bytes != 0) {
    // Writing on fails instead, which algorithms tell as an error.
    ::signal(SIGXFSZ, SIG_IGN);
    if (!lower(RLIMIT_FSIZE, plan.max_file_bytes)) return missing("file size");
  }
  if (plan.max_memory_bytes != 0 && !lower(RLIMIT_DATA, plan.max_memory_bytes)) {
    return missing("memory");
  }
  if (!goFirstWhenMemoryIsShort()) return missing("order of ending when memory is short");
  return {"limits", true, ""};
}

}  // namespace geotask
