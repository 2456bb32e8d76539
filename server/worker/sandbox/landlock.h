// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "worker/sandbox/sandbox.h"

namespace geotask {

struct LandlockResult {
  Protection protection;
  int abi = 0;  // What is in force; 0: nothing.
};

// Lets the process see the system's paths and those of the plan alone; bars TCP (listening even with
// `plan.network`), abstract Unix sockets and signals to others. Bit by bit as far as the kernel has it:
// https://docs.kernel.org/userspace-api/landlock.html
//
//     ABI 1: files     2: files are moved between folders     3: truncate()     4: TCP
//         5: commands to devices     6: signals and abstract sockets
LandlockResult restrictFiles(const SandboxPlan& plan);

}  // namespace geotask
