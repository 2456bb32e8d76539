// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qgsabstractgeometry.h>

#include <string>

namespace geotask {

// The WKB of a geometry without curves as QGIS gives it to GEOS: little endian, X and Y alone, rings closed. QGIS's
// own asWkb() takes five times as long, and the memory of a QgsPoint for each vertex.
// Throws Stopped (domain/stop.h). Any thread.
std::string plainWkb(const QgsAbstractGeometry& straight);

}  // namespace geotask
