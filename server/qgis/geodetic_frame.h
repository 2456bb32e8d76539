// SPDX-License-Identifier: GPL-2.0-or-later
//
// The ellipsoid of a CRS, and the way from its coordinates to longitude and latitude on it. No datum
// is changed: longitude and latitude are those of the CRS's own geodetic base.
#pragma once

#include <geodesic.h>
#include <qgscoordinatetransform.h>

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "qgis/position.h"

namespace geotask {

// Immutable once made; any thread.
class GeodeticFrame {
 public:
  // From an authority code or WKT2. INVALID_CRS for one without a geodetic base (engineering CRSs),
  // a geographic one in other units than degrees or derived from another (rotated poles), and an
  // ellipsoid flattened by more than 1/50, where geodesic.h loses its accuracy. Pool threads.
  static absl::StatusOr<GeodeticFrame> create(const std::string& crs);

  const geod_geodesic& ellipsoid() const { return ellipsoid_; }

  // Whether the coordinates themselves are longitude and latitude in degrees.
  bool isGeographic() const { return !transform_; }

  // The meridian in degrees opposite to which the CRS is torn, if at all: 0 for geographic ones.
  double centralMeridian() const { return central_meridian_; }

  // In place. TRANSFORM_FAILED when PROJ cannot.
  absl::Status toLonLat(Path& path) const;
  absl::Status fromLonLat(Path& path) const;

  // Longitude and latitude on the same ellipsoid.
  GeodeticFrame geographic() const;

 private:
  absl::Status transform(Path& path, Qgis::TransformDirection direction) const;

  geod_geodesic ellipsoid_;
  std::optional<QgsCoordinateTransform> transform_;  // Into the geodetic base.
  double degrees_per_unit_ = 1;                      // Of the geodetic base.
  double central_meridian_ = 0;
};

}  // namespace geotask
