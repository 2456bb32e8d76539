// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the kernel tells about a process and those it has started. A process that is not there has
// no descendants and takes nothing. Any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace geotask {

// Itself first.
std::vector<pid_t> processTree(pid_t pid);

// Memory that is present, of all of them. What they share counts for each.
uint64_t residentBytes(const std::vector<pid_t>& pids);

// Processor time of a process and of its children that have ended and been waited for.
absl::Duration cpuTime(pid_t pid);

// The most memory that a process had present since forgetPeakMemory() (or its start, where the kernel
// cannot forget).
uint64_t peakMemory(pid_t pid);
void forgetPeakMemory(pid_t pid);

}  // namespace geotask
