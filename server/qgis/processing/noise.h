// SPDX-License-Identifier: GPL-2.0-or-later
//
// What Qt says of the sandbox at each start, and what is as it should be: no line of the daemon's
// log.
#pragma once

namespace geotask {

// Before QGIS is started.
void keepNoiseOff();

}  // namespace geotask
