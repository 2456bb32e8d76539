// SPDX-License-Identifier: GPL-2.0-or-later
//
// The azimuthal equidistant projection of an ellipsoid about a point: distance and direction from
// the centre are true. Geodesics by geodesic.h of PROJ: C. F. F. Karney, Algorithms for geodesics,
// Journal of Geodesy 87 (2013), 43-55, doi:10.1007/s00190-012-0578-z; the projection as in its
// section 13.
//
// Distances between points at most c from the centre and points d away from them come out wrong by
// about (c + d/2)^2 / (6 R^2) of themselves for d < c, and c^2 / (6 R^2) for d > c.
#pragma once

#include <geodesic.h>

#include "qgis/position.h"

namespace geotask {

// Immutable; any thread. The ellipsoid outlives it.
class LocalProjection {
 public:
  // The centre in degrees, its longitude from -360 to 360. It is moved by up to a decimetre, so that
  // sums of its longitude and half circles are exact.
  LocalProjection(const geod_geodesic& ellipsoid, Position centre);

  const geod_geodesic& ellipsoid() const { return ellipsoid_; }
  double centreLongitude() const { return lon_; }

  // Degrees to metres; longitudes that differ by whole circles are the same.
  Position forward(const Position& lon_lat) const;

  // Metres to degrees. The longitude is relative to the centre's, from -180 to 180.
  Position inverse(const Position& plane) const;

  // The poles lie at (0, northPole()) and (0, southPole()).
  double northPole() const { return north_; }
  double southPole() const { return south_; }

 private:
  const geod_geodesic& ellipsoid_;
  double lon_;
  double lat_;
  double north_;
  double south_;
};

}  // namespace geotask
