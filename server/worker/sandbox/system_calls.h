// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "worker/sandbox/sandbox.h"

namespace geotask {

// Makes system calls fail that no algorithm needs:
//
// - those that reach into other processes, make namespaces, mount, load code into the kernel, ask it
//   for keys or trace it, send data past files (System V and POSIX queues): EPERM;
// - chmod() and its like and utime() and its like: they tell success and do nothing. Landlock does not
//   cover them, and programs that copy files take any other answer for a failure;
// - sockets but for connected pairs, unless `network`: then those of the internet and Unix ones;
// - calls newer than this list: ENOSYS, as older kernels say.
//
// It makes up for what Landlock of ABI `landlock_abi` lacks: below 3, truncate() and opening a file to
// read it empty; below 6, signals: a process then can send them to itself alone, not even to those
// that it has started.
Protection restrictSystemCalls(bool network, int landlock_abi);

}  // namespace geotask
