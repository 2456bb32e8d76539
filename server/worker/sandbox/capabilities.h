// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "worker/sandbox/sandbox.h"

namespace geotask {

// Gives up all capabilities but those to read and write files, also for programs that are run later.
Protection dropCapabilities();

}  // namespace geotask
