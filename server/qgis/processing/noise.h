// SPDX-License-Identifier: GPL-2.0-or-later
//
// What Qt and GDAL say of the sandbox and of read-only files at each start and each job, and what is
// as it should be: no line of the daemon's log.
#pragma once

#include <cpl_error.h>

namespace geotask {

// Whether what GDAL reports is that.
bool isNoise(CPLErr severity, CPLErrorNum number);

// Before QGIS is started.
void keepNoiseOff();

}  // namespace geotask
