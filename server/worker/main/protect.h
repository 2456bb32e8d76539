// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shuts the worker off from all that it does not need.
#pragma once

#include <vector>

#include "worker/sandbox/sandbox.h"
#include "worker/worker_setup.h"

namespace geotask {

// Before the first thread; cannot be undone. What is in force and what is not, for the daemon to tell;
// nothing when the operator wants no sandbox.
std::vector<Protection> protect(const WorkerSetup& setup);

}  // namespace geotask
