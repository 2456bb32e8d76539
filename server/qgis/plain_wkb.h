// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qgsabstractgeometry.h>

#include <string>

namespace geotask {

struct PlainWkb {
  bool z = false;      // With Z, where there is one, by ISO's types. M is left out, as for GEOS.
  bool closed = true;  // Rings; else as they are.
};

// The WKB of a geometry without curves as QGIS gives it to GEOS, little endian. QGIS's
// own asWkb() takes five times as long, and the memory of a QgsPoint for each vertex.
// Throws Stopped (domain/stop.h). Any thread.
std::string plainWkb(const QgsAbstractGeometry& straight, PlainWkb how = {});

}  // namespace geotask
