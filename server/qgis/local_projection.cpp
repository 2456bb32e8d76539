// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/local_projection.h"

#include <algorithm>
#include <cmath>

namespace geotask {

namespace {

constexpr double kRadiansPerDegree = 0.017453292519943295769;
constexpr double kDegreesPerRadian = 57.295779513082320877;
constexpr double kSteps = 1 << 20;  // Of a degree.

}  // namespace

LocalProjection::LocalProjection(const geod_geodesic& ellipsoid, Position centre)
    : ellipsoid_(ellipsoid),
      lon_(std::remainder(std::round(centre.x * kSteps) / kSteps, 360)),
      lat_(std::clamp(centre.y, -90.0, 90.0)) {
  north_ = forward({lon_, 90}).y;
  south_ = forward({lon_, -90}).y;
}

Position LocalProjection::forward(const Position& lon_lat) const {
  double distance = 0;
  double azimuth = 0;
  geod_inverse(&ellipsoid_, lat_, lon_, std::clamp(lon_lat.y, -90.0, 90.0), lon_lat.x, &distance,
               &azimuth, nullptr);
  azimuth *= kRadiansPerDegree;
  return {distance * std::sin(azimuth), distance * std::cos(azimuth)};
}

Position LocalProjection::inverse(const Position& plane) const {
  Position lon_lat;
  geod_direct(&ellipsoid_, lat_, 0, std::atan2(plane.x, plane.y) * kDegreesPerRadian,
              std::sqrt(plane.x * plane.x + plane.y * plane.y), &lon_lat.y, &lon_lat.x, nullptr);
  return lon_lat;
}

}  // namespace geotask
