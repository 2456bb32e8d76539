// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers by true metres on the ellipsoid of a CRS. A feature that is small against the earth is
// buffered as any other, in a local projection about its middle. A larger one is taken apart: its
// parts, and the boundaries of its large parts in pieces, are buffered each in a projection of its
// own and united, or taken away where the distance is negative.
//
// Each point of the boundary lies within 0.1 % of the distance, plus 5 cm, of where it
// should, apart from how arcs are approximated by segments.
#pragma once

#include <qgsgeometry.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "qgis/geodetic_frame.h"
#include "qgis/geos_by_cost.h"
#include "qgis/local_projection.h"

namespace geotask {

// Immutable once made; any thread.
class MetresBuffer {
 public:
  // INVALID_CRS as GeodeticFrame. OUT_OF_RANGE for a distance that is too long for the ellipsoid.
  static absl::StatusOr<MetresBuffer> create(const std::string& crs, const BufferOptions& options);

  // In the CRS; in longitude and latitude cut at the antimeridian, from -180 to 180. Null when GEOS
  // cannot do it.
  //
  // Errors, none of which names the feature: FEATURE_TOO_WIDE for what is not small and not to be
  // buffered round and on both sides, INVALID_GEOMETRY, ANTIMERIDIAN_EDGE, TRANSFORM_FAILED,
  // TOO_MANY_VERTICES; those of GeosByCost, whose engine does the buffers.
  absl::StatusOr<QgsGeometry> buffer(const QgsGeometry& geometry, double distance,
                                     const GeosByCost& geos) const;

  // The largest distance, either sign, in metres.
  double longestDistance() const;

 private:
  struct Task;
  using MaybeGeometry = absl::StatusOr<std::optional<QgsGeometry>>;

  MetresBuffer(GeodeticFrame frame, const BufferOptions& options)
      : frame_(std::move(frame)), options_(options) {}

  // Nothing when it is not small.
  MaybeGeometry bufferSmall(const QgsGeometry& geometry, double distance,
                            const BufferOptions& options, const GeosByCost& geos) const;
  absl::StatusOr<QgsGeometry> bufferParts(const Task& task) const;
  // Of a polygon that is not small.
  absl::Status growPart(const QgsGeometry& part, const Task& task, QVector<QgsGeometry>& out) const;
  absl::Status bufferLine(const Path& line, const Task& task, int depth,
                          QVector<QgsGeometry>& out) const;
  absl::Status bufferBoundary(const QVector<QgsGeometry>& polygons, const Task& task,
                              QVector<QgsGeometry>& out) const;
  absl::Status shrinkTogether(const QVector<QgsGeometry>& polygons, const Task& task,
                              QVector<QgsGeometry>& out) const;

  GeodeticFrame frame_;
  BufferOptions options_;
};

}  // namespace geotask
