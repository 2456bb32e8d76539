// SPDX-License-Identifier: GPL-2.0-or-later
//
// Longitude and latitude on a rectangle whose left and right edges are the same meridian and whose
// upper and lower edges are points. Geometries are drawn there as RFC 7946 has them: edges straight
// in longitude and latitude, cut where they cross the antimeridian. Any thread.
#pragma once

#include <qgsgeometry.h>

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "qgis/geos_by_cost.h"
#include "qgis/position.h"

namespace geotask {

// INVALID_GEOMETRY for latitudes beyond 90 or longitudes beyond 360, and for a part that goes around
// the earth more than once; ANTIMERIDIAN_EDGE for an edge that spans more than 180 degrees of
// longitude other than along a pole: it may be meant to go the other way.
absl::Status checkLonLat(const QgsGeometry& geometry);

// The meridian at which the geometry is cut: it has vertices there and 360 degrees further east.
std::optional<double> seamOf(const QgsGeometry& geometry);

// The rings of polygons without what lies on a pole, or on both sides of the seam at once: that is
// inside. Pieces of a ring where some is left out, else closed paths.
std::vector<Path> boundaryLines(const QVector<QgsGeometry>& polygons, std::optional<double> seam);

// Polygons cut at the meridians `west`, `west` + 360, ... and moved between the first two, `margin`
// degrees short of them. Null when GEOS cannot; errors of GeosByCost.
absl::StatusOr<QgsGeometry> cutAtMeridian(const QgsGeometry& polygons, double west,
                                          const GeosByCost& geos, double margin = 0);

}  // namespace geotask
