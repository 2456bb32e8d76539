// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/from_plane.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "domain/errors.h"
#include "qgis/antimeridian.h"
#include "qgis/geometry_paths.h"
#include "qgis/local_map.h"

namespace geotask {

namespace {

constexpr double kOnAxis = 1e-6;          // Metres.
constexpr double kShortOfTheEdge = 1e-9;  // Degrees.

using Mapper = absl::StatusOr<Path>(const Path&);

absl::StatusOr<QgsGeometry> mapPolygons(const QgsGeometry& polygons,
                                        const std::function<Mapper>& map) {
  return mapPaths(*polygons.constGet(),
                  [&](const Path& path) -> absl::StatusOr<std::optional<Path>> {
                    auto mapped = map(path);
                    if (!mapped.ok()) return mapped.status();
                    return *std::move(mapped);
                  });
}

// Vertices that were moved apart by less than the tolerance may have crossed an edge close by.
absl::StatusOr<QgsGeometry> valid(const QgsGeometry& polygons, const GeosByCost& geos) {
  if (polygons.isNull()) return polygons;
  absl::StatusOr<bool> is_valid = geos.isValid(polygons);
  if (!is_valid.ok()) return is_valid.status();
  if (*is_valid) return polygons;
  absl::StatusOr<QgsGeometry> repaired = geos.makeValid(polygons);
  if (!repaired.ok() || repaired->isNull()) return repaired;
  return collectPolygons({*std::move(repaired)});
}

double farthest(const QgsGeometry& polygons) {
  double radius = 0;
  visitPaths(*polygons.constGet(), [&](const Path& path) {
    for (const Position& p : path) radius = std::max(radius, p.x * p.x + p.y * p.y);
  });
  return std::sqrt(radius);
}

// What was mapped, valid and cut.
absl::StatusOr<QgsGeometry> cutValid(const absl::StatusOr<QgsGeometry>& mapped, double west,
                                     double margin, const GeosByCost& geos) {
  if (!mapped.ok()) return mapped.status();
  absl::StatusOr<QgsGeometry> polygons = valid(*mapped, geos);
  if (!polygons.ok()) return polygons;
  return cutAtMeridian(*polygons, west, geos, margin);
}

// The meridian through the centre, and its other half beyond the poles, is the plane's axis: each
// half of the plane is half of the earth, and no polygon in it goes around a pole.
absl::StatusOr<QgsGeometry> lonLatInHalves(const QgsGeometry& plane, double radius, LocalMap& map,
                                           double west, const GeosByCost& geos) {
  QVector<QgsGeometry> pieces;
  for (const int side : {-1, 1}) {
    const double reach = 2 * radius;
    auto half = geos.intersection(
        plane, QgsRectangle(side < 0 ? -reach : 0, -reach, side < 0 ? 0 : reach, reach));
    if (!half.ok() || half->isNull()) return half;
    auto mapped = mapPolygons(collectPolygons({*std::move(half)}), [&](Path path) {
      for (Position& p : path) {
        if (std::abs(p.x) < kOnAxis) p.x = 0;
      }
      return map.halfToData(path, side);
    });
    auto cut = cutValid(mapped, west, 0, geos);
    if (!cut.ok() || cut->isNull()) return cut;
    pieces.append(*std::move(cut));
  }
  return geos.unite(pieces);
}

// As one piece where it does not cross `west`, and the same meridian a circle further.
absl::StatusOr<QgsGeometry> lonLat(const QgsGeometry& plane, const GeodeticFrame& geographic,
                                   const LocalProjection& projection, double tolerance, double west,
                                   double margin, const GeosByCost& geos) {
  LocalMap map(geographic, projection, tolerance);
  const double radius = 1.001 * farthest(plane);
  if (radius >= std::min(projection.northPole(), -projection.southPole())) {
    auto whole = lonLatInHalves(plane, radius, map, west, geos);
    if (!whole.ok() || whole->isNull() || margin == 0) return whole;
    return cutAtMeridian(*whole, west, geos, margin);
  }
  auto mapped = mapPolygons(plane, [&](const Path& path) { return map.toData(path); });
  return cutValid(mapped, west, margin, geos);
}

}  // namespace

absl::StatusOr<QgsGeometry> fromPlane(const QgsGeometry& plane, const GeodeticFrame& frame,
                                      const LocalProjection& projection, double tolerance,
                                      const GeosByCost& geos) {
  if (plane.isNull()) return plane;
  const QgsGeometry polygons = collectPolygons({plane});
  if (polygons.isEmpty()) return polygons;
  if (frame.isGeographic()) {
    auto mapped = lonLat(polygons, frame, projection, tolerance, -180, 0, geos);
    if (!mapped.ok()) return mapped.status();
    return valid(*mapped, geos);
  }
  LocalMap map(frame, projection, tolerance);
  const auto toData = [&](const Path& path) { return map.toData(path); };
  auto mapped = mapPolygons(polygons, toData);
  if (!mapped.ok() && errorDetail(mapped.status()).reason == "TRANSFORM_FAILED") {
    const GeodeticFrame geographic = frame.geographic();
    auto cut = lonLat(polygons, geographic, projection, tolerance, frame.centralMeridian() - 180,
                      kShortOfTheEdge, geos);
    if (!cut.ok() || cut->isNull()) return cut;
    auto again = mapPolygons(*cut, [&](Path path) {
      for (Position& p : path) p = projection.forward(p);
      return map.toData(path);
    });
    if (!again.ok()) return again.status();
    return valid(*again, geos);
  }
  if (!mapped.ok()) return mapped.status();
  return valid(*mapped, geos);
}

}  // namespace geotask
