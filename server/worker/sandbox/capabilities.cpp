// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/capabilities.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace geotask {
namespace {

// So that a daemon that runs as root serves data of all users, as far as Landlock lets it.
constexpr unsigned kKept = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH;

bool isKept(int capability) { return capability < 32 && (kKept >> capability & 1u) != 0; }

}  // namespace

Protection dropCapabilities() {
  // What a program of root's gains when it is run; fails, and is not needed, without CAP_SETPCAP.
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
    if (!isKept(capability)) ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  if (::syscall(SYS_capget, &header, sets) == 0) {
    sets[0].effective &= kKept;
    sets[0].permitted &= kKept;
    sets[0].inheritable = 0;
    sets[1] = {};
    if (::syscall(SYS_capset, &header, sets) == 0) return {"capabilities", true, "dropped"};
  }
  return {"capabilities", false, std::strerror(errno)};
}

}  // namespace geotask
