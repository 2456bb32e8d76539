// SPDX-License-Identifier: GPL-2.0-or-later
//
// The buffer of one geometry, with the very calls of `native:buffer` and `native:singlesidedbuffer`
// (QGIS, src/analysis/processing/qgsalgorithmbuffer.cpp and qgsalgorithmsinglesidedbuffer.cpp).
#pragma once

#include <qgsgeometry.h>

#include "domain/buffer_options.h"

namespace geotask {

// Null when GEOS cannot do it. The distance is in the geometry's units. Any thread.
QgsGeometry bufferGeometry(const QgsGeometry& geometry, double distance,
                           const BufferOptions& options);

}  // namespace geotask
