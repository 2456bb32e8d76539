// SPDX-License-Identifier: GPL-2.0-or-later
//
// Python inside the worker, with QGIS's Processing plugin and what it brings: `qgis:` and `gdal:`
// algorithms, models and scripts, and plugins that the operator offers.
#pragma once

#include <string>

#include "worker/worker_setup.h"

namespace geotask {

// Starts it. Main thread, once, after QGIS is there. What keeps it from working, or parts of it; empty
// when all is well. `works` tells whether there are such algorithms at all.
std::string startPython(const WorkerSettings& settings, bool& works);

}  // namespace geotask
