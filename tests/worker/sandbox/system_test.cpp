// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "sandbox_support.h"

namespace geotask {
namespace {

struct Call {
  const char* name;
  long number;
};

// With arguments that make no sense, so that nothing would happen if one were let through: its answer
// would then be another error.
constexpr Call kRefused[] = {
    {"mount", SYS_mount},
    {"umount", SYS_umount2},
    {"move_mount", SYS_move_mount},
    {"open_tree", SYS_open_tree},
    {"fsopen", SYS_fsopen},
    {"pivot_root", SYS_pivot_root},
    {"chroot", SYS_chroot},
    {"unshare", SYS_unshare},
    {"setns", SYS_setns},
    {"name_to_handle_at", SYS_name_to_handle_at},
    {"open_by_handle_at", SYS_open_by_handle_at},
    {"bpf", SYS_bpf},
    {"io_uring_setup", SYS_io_uring_setup},
    {"userfaultfd", SYS_userfaultfd},
    {"perf_event_open", SYS_perf_event_open},
    {"init_module", SYS_init_module},
    {"finit_module", SYS_finit_module},
    {"delete_module", SYS_delete_module},
    {"add_key", SYS_add_key},
    {"request_key", SYS_request_key},
    {"keyctl", SYS_keyctl},
    {"pidfd_getfd", SYS_pidfd_getfd},
    {"kcmp", SYS_kcmp},
    {"reboot", SYS_reboot},
    {"swapon", SYS_swapon},
    {"settimeofday", SYS_settimeofday},
    {"clock_settime", SYS_clock_settime},
    {"sethostname", SYS_sethostname},
    {"acct", SYS_acct},
    {"quotactl", SYS_quotactl},
    {"syslog", SYS_syslog},
    {"shmget", SYS_shmget},
    {"semget", SYS_semget},
    {"msgget", SYS_msgget},
    {"mq_open", SYS_mq_open},
    {"inotify_init1", SYS_inotify_init1},
    {"fanotify_init", SYS_fanotify_init},
};

void PrintTo(const Call& call, std::ostream* out) { *out << call.name; }

class SystemCall : public ::testing::TestWithParam<Call> {};

TEST_P(SystemCall, IsRefused) {
  const Place place;
  const long number = GetParam().number;
  const Outcome inside = tryInside(place, place.plan(), [number](const Place&) {
    return errorOf(::syscall(number, -1L, -1L, -1L, -1L, -1L, -1L));
  });
  if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
  EXPECT_EQ(inside.error, EPERM);
}

INSTANTIATE_TEST_SUITE_P(All, SystemCall, ::testing::ValuesIn(kRefused),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(SandboxSystem, NoProcessStartsInANewNamespace) {
  const Place place;
  for (const unsigned long flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET,
                                   CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP}) {
    const Outcome inside = tryInside(place, place.plan(), [flag](const Place&) {
      const long made = ::syscall(SYS_clone, flag | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
      if (made == 0) ::_exit(0);
      return errorOf(made);
    });
    if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
    EXPECT_EQ(inside.error, EPERM) << flag;
  }
}

// Older C libraries and kernels have neither, so programs know what to do.
TEST(SandboxSystem, CallsWhoseArgumentsCannotBeSeenOrThatAreNewAreUnknown) {
  const Place place;
  for (const long call : {435L /* clone3 */, 457L /* statmount */, 463L /* setxattrat */}) {
    const Outcome inside = tryInside(place, place.plan(), [call](const Place&) {
      return errorOf(::syscall(call, -1L, -1L, -1L, -1L, -1L, -1L));
    });
    if (!inside.protection("seccomp").in_force) GTEST_SKIP() << inside.protection("seccomp").detail;
    EXPECT_EQ(inside.error, ENOSYS) << call;
  }
}

TEST(SandboxSystem, PrivilegesAreGoneAndDoNotComeBack) {
  const Place place;
  const Outcome inside = tryInside(place, place.plan(), [](const Place&) {
    if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return 1;
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct sets[2] = {};
    if (::syscall(SYS_capget, &header, sets) != 0) return 2;
    const uint32_t files = 1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH;
    return (sets[0].permitted & ~files) == 0 && sets[1].permitted == 0 ? 0 : 3;
  });
  EXPECT_EQ(inside.error, 0);
  EXPECT_TRUE(inside.protection("no new privileges").in_force);
  EXPECT_TRUE(inside.protection("capabilities").in_force);
}

}  // namespace
}  // namespace geotask
