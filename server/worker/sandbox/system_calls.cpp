// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/system_calls.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "worker/sandbox/denied_calls.h"
#include "worker/sandbox/seccomp_filter.h"

namespace geotask {
namespace {

constexpr uint64_t kInt = 0xffffffff;  // The kernel heeds no more of an int.

void denyNames(SeccompFilter& filter) {
  for (const DeniedCalls& group : deniedCalls()) {
    for (const char* name : group.names) filter.refuse(name, group.error);
  }
  // Above 424 numbers are the same on all machines. 452 is fchmodat2.
  filter.refuse(452, 0);
  for (int call = 453; call < 512; ++call) filter.refuse(call, ENOSYS);
}

void denyNamespaces(SeccompFilter& filter) {
  for (const uint64_t flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
                              CLONE_NEWUTS, CLONE_NEWCGROUP}) {
    filter.refuse("clone", EPERM, argument(0).is(flag, flag));
  }
  // Its flags lie in memory, where no filter sees them; the C library then takes clone().
  filter.refuse("clone3", ENOSYS);
}

void denySockets(SeccompFilter& filter, bool network) {
  constexpr uint64_t kFamilies = 64;  // More than there are.
  for (uint64_t family = 0; family < kFamilies; ++family) {
    if (network && (family == AF_INET || family == AF_INET6 || family == AF_UNIX)) continue;
    filter.refuse("socket", EPERM, argument(0).is(family));
  }
  filter.refuse("socket", EPERM, argument(0).isAtLeast(kFamilies));
  filter.refuse("socketpair", EPERM, argument(0).isNot(AF_UNIX));
  if (network) return;
  // One half of an unconnected pair could be connected anew, to somebody else's socket.
  constexpr uint64_t kKind = kInt & ~uint64_t{SOCK_CLOEXEC | SOCK_NONBLOCK};
  for (uint64_t kind = 0; kind < 16; ++kind) {
    if (kind == SOCK_STREAM || kind == SOCK_SEQPACKET) continue;
    filter.refuse("socketpair", EPERM, argument(1).is(kKind, kind));
  }
}

// What names a process, 0 being the one that asks: other processes' limits and places in the queues.
void denyOtherProcesses(SeccompFilter& filter) {
  for (const char* call : {"prlimit64", "sched_setaffinity", "sched_setattr", "sched_setparam",
                           "sched_setscheduler"}) {
    filter.refuse(call, EPERM, argument(0).isNot(0));
  }
  for (const char* call : {"setpriority", "ioprio_set"}) {
    filter.refuse(call, EPERM, argument(1).isNot(0));
  }
}

void denyCommands(SeccompFilter& filter) {
  for (const uint64_t command : deniedFcntls()) {
    filter.refuse("fcntl", EPERM, argument(1).is(kInt, command));
  }
  for (const uint64_t command : deniedIoctls()) {
    filter.refuse("ioctl", ENOTTY, argument(1).is(kInt, command));
  }
}

void denyTruncating(SeccompFilter& filter) {
  filter.refuse("truncate", EPERM);
  // To write, a file that is opened needs Landlock's consent; to read, emptying it does not.
  constexpr uint64_t kHow = O_ACCMODE | O_TRUNC;
  filter.refuse("open", EPERM, argument(1).is(kHow, O_RDONLY | O_TRUNC));
  filter.refuse("openat", EPERM, argument(2).is(kHow, O_RDONLY | O_TRUNC));
  filter.refuse("open", EPERM, argument(1).is(kHow, O_ACCMODE | O_TRUNC));
  filter.refuse("openat", EPERM, argument(2).is(kHow, O_ACCMODE | O_TRUNC));
  filter.refuse("openat2", ENOSYS);
}

void denySignals(SeccompFilter& filter) {
  const auto self = static_cast<uint64_t>(::getpid());
  filter.refuse("kill", EPERM, argument(0).isNot(self));
  filter.refuse("tgkill", EPERM, argument(0).isNot(self));
  for (const char* call : {"tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"}) {
    filter.refuse(call, EPERM);
  }
}

}  // namespace

Protection restrictSystemCalls(bool network, int landlock_abi) {
  SeccompFilter filter;
  denyNames(filter);
  denyNamespaces(filter);
  denySockets(filter, network);
  denyOtherProcesses(filter);
  denyCommands(filter);
  if (landlock_abi < 3) denyTruncating(filter);
  if (landlock_abi < 6) denySignals(filter);
  const int error = filter.load();
  if (error == 0) return {"seccomp", true, network ? "with sockets" : "without sockets"};
  return {"seccomp", false, std::strerror(error)};
}

}  // namespace geotask
