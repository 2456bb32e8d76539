// SPDX-License-Identifier: GPL-2.0-or-later
//
// Brings the polygons of a buffer from the plane of a local projection into the CRS.
#pragma once

#include <qgsgeometry.h>

#include "absl/status/statusor.h"
#include "qgis/geodetic_frame.h"
#include "qgis/geos_by_cost.h"
#include "qgis/local_projection.h"

namespace geotask {

// Edges stay within `tolerance` metres. Polygons that contain a pole, or cross where the CRS is torn
// (the antimeridian, in longitude and latitude), come out in parts or with an edge along it. Valid
// whenever the polygons are; null when GEOS cannot do that. Any thread.
//
// Errors: TRANSFORM_FAILED for what the CRS cannot express, TOO_MANY_VERTICES; those of GeosByCost.
absl::StatusOr<QgsGeometry> fromPlane(const QgsGeometry& plane, const GeodeticFrame& frame,
                                      const LocalProjection& projection, double tolerance,
                                      const GeosByCost& geos);

}  // namespace geotask
