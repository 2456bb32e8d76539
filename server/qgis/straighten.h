// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geometries without curves. An arc becomes up to 360 vertices, so what came in a few megabytes may take
// gigabytes.
#pragma once

#include <qgsgeometry.h>

#include "absl/status/statusor.h"

namespace geotask {

// The same with X and Y alone and its curves as lines: vertex by vertex what QGIS's segmentize() gives.
// Throws Stopped (domain/stop.h). Any thread.
//
// RESOURCE_EXHAUSTED TOO_MANY_VERTICES when its curves would get more than ten million.
absl::StatusOr<QgsGeometry> straightened(const QgsGeometry& geometry);

}  // namespace geotask
