// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "worker/sandbox/sandbox.h"

namespace geotask {

// Sets what the process may use: no core dumps, `max_file_bytes`, `max_memory_bytes`; and makes it the
// first that the kernel ends when the machine is out of memory.
//
// Left alone: RLIMIT_AS, which counts addresses and not memory (a QGIS that is idle has gigabytes of
// them, of libraries and reserves of the allocator); RLIMIT_NPROC, which counts all that the user runs,
// so that one worker's limit would depend on the daemon's threads and on other workers; and
// RLIMIT_CPU, as a process lives for many jobs.
Protection setLimits(const SandboxPlan& plan);

}  // namespace geotask
