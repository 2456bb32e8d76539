// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/sandbox/denied_calls.h"

#include <asm/ioctls.h>
#include <asm/sockios.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/fsverity.h>

#include <cerrno>

namespace geotask {

std::vector<DeniedCalls> deniedCalls() {
  return {
      {EPERM,
       {// Other processes.
        "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease",
        "kcmp", "pidfd_getfd", "pidfd_send_signal", "perf_event_open", "migrate_pages",
        "move_pages",
        // Places outside the file system where data of one job could wait for another.
        "shmget", "semget", "msgget", "mq_open", "mq_unlink",
        // What happens in folders that cannot be read. Qt then looks from time to time.
        "inotify_init", "inotify_init1", "fanotify_init",
        // Other views of the system.
        "mount", "umount", "umount2", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount",
        "fspick", "mount_setattr", "pivot_root", "chroot", "unshare", "setns", "name_to_handle_at",
        "open_by_handle_at",
        // The kernel.
        "bpf", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd",
        "create_module", "init_module", "finit_module", "delete_module", "kexec_load",
        "kexec_file_load", "add_key", "keyctl", "request_key", "syslog", "lookup_dcookie", "iopl",
        "ioperm", "modify_ldt", "nfsservctl", "uselib", "_sysctl",
        // The machine.
        "reboot", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd", "settimeofday",
        "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup",
        // Who a file belongs to.
        "chown", "fchown", "lchown", "fchownat"}},
      // What Landlock does not cover: a file that can be named can be changed by its owner.
      {0,
       {"chmod", "fchmod", "fchmodat", "utime", "utimes", "futimesat", "utimensat",
        "utimensat_time64"}},
      {EOPNOTSUPP,
       {"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"}},
  };
}

std::vector<uint64_t> deniedFcntls() {
  return {F_SETOWN, F_SETOWN_EX, F_SETSIG, F_SETLEASE, F_NOTIFY};
}

std::vector<uint64_t> deniedIoctls() {
  return {TIOCSTI,         TIOCLINUX,         FIOSETOWN,           SIOCSPGRP,
          FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FS_IOC_ENABLE_VERITY};
}

}  // namespace geotask
