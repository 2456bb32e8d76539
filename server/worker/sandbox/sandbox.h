// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shuts the process that calls it off from what it does not need, for good, and all processes that it
// starts with it.
//
//     SandboxPlan plan;
//     plan.readable = {"/data/world.gpkg", folder + "/in"};
//     plan.writable = {folder + "/out"};
//     for (const Protection& one : enterSandbox(plan)) ...
//
// Several fences stand behind each other; where a kernel lacks one, the others hold:
//
// - Landlock (as far as the kernel has it): the file system but for `readable`, `writable` and what
//   programs need of the system (system_paths.h); TCP, abstract Unix sockets, signals to others;
// - seccomp: system calls that reach other processes, other namespaces, the kernel or its keys, or
//   that change modes, owners and attributes of files; sockets; and what Landlock of an older kernel
//   does not cover;
// - capabilities: all but those to read and write files, which Landlock bounds;
// - limits: the size of a file, memory, no core dumps (a core holds a job's data);
// - no new privileges by setuid programs.
//
// Not covered:
//
// - whether a file is there, its size and its times can be asked for of any path;
// - descriptors that are open stay what they are: open none but those that the process may use;
// - the environment it was started with is the process's own: put no secret into it;
// - the number of processes, their time and their memory all together are for who started it to watch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace geotask {

struct SandboxPlan {
  // Files, and folders with all below; no programs are run from them. Those missing are passed over.
  // A file is what the path names now: one that takes its place later, or stands beside it (.dbf,
  // -wal), is not meant; name the folder for those.
  std::vector<std::string> readable = {};
  // Folders with all below, for plain files and folders: no links, pipes, sockets or devices are made
  // there, no programs are run from there, and nothing is linked into them from elsewhere.
  std::vector<std::string> writable = {};
  // Internet and Unix sockets (which a local PostgreSQL has): all of them, Landlock tells no hosts
  // apart. Listening at a TCP port stays barred, as do all other kinds of sockets.
  bool network = false;

  // No file grows larger; writing more fails with EFBIG. 0: no limit.
  uint64_t max_file_bytes = 0;
  // Memory that can be written and is the process's own, as RLIMIT_DATA counts it; allocating more
  // fails. 0: no limit. It stops what grows faster than somebody who watches can see, so it should
  // lie well above the size at which he steps in; AddressSanitizer needs 0.
  uint64_t max_memory_bytes = 0;

  // Use no more of Landlock than a kernel with this ABI would have: what older kernels give can be
  // tested on new ones. 0 is a kernel without Landlock.
  int landlock_abi = kAllOfLandlock;
  static constexpr int kAllOfLandlock = 1 << 20;
};

struct Protection {
  std::string name;  // "Landlock"
  bool in_force = false;
  std::string detail;  // "ABI 7", or why it is not in force.
};

// Before the first thread of the process: a thread that is there already would escape, and the
// protection "all threads" then says so. Tells of each protection whether it is in force, never fails:
// what to do without one is for the caller to decide. Once only.
std::vector<Protection> enterSandbox(const SandboxPlan& plan);

}  // namespace geotask
