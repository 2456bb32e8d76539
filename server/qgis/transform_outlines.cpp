// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that put another outline, or a point, in a geometry's place.
#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/circle_support.h"
#include "qgis/transform_calls.h"

namespace geotask {

namespace {

// QGIS turns the whole hull for each of its edges: half a second for so many.
constexpr int kMostInTurnedHull = 10'000;
// QGIS goes one call deeper for each vertex of the hull, with a copy of the others: a quarter of a second for so many,
// the end of the process for twenty thousand.
constexpr int kMostInCircledHull = 800;

int verticesOf(const QgsGeometry& geometry) {
  return geometry.isNull() ? 0 : geometry.constGet()->nCoordinates();
}

absl::Status tooRound(int vertices) {
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("its convex hull has ", vertices, " vertices"),
                   {"TOO_MANY_VERTICES", "", absl::StrCat(vertices),
                    absl::StrCat("at most ", kMostInTurnedHull, " in the hull of a row"),
                    "Simplify it before."});
}

// What has the same smallest circle as the hull.
QgsGeometry circled(const QgsGeometry& hull) {
  std::vector<QgsPointXY> vertices;
  for (auto vertex = hull.vertices_begin(); vertex != hull.vertices_end(); ++vertex)
    vertices.emplace_back(*vertex);
  const std::vector<QgsPointXY> support = circleSupport(std::move(vertices));
  return QgsGeometry::fromMultiPointXY(QgsMultiPointXY(support.begin(), support.end()));
}

}  // namespace

ChangeGeometry changeOf(const Transform::Centroid&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    return Changed{geometry.centroid()};
  };
}

ChangeGeometry changeOf(const Transform::PointOnSurface&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    return Changed{geometry.pointOnSurface()};
  };
}

ChangeByCost changeOf(const Transform::ConvexHull&) {
  return [](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    absl::StatusOr<Changed> hull = changedTo(geos.convexHull(geometry));
    if (!hull.ok() || hull->geometry.isNull()) return hull;
    const QgsAbstractGeometry& shape = *hull->geometry.constGet();
    hull->numbers = {shape.area(), shape.perimeter()};
    return hull;
  };
}

ChangeGeometry changeOf(const Transform::BoundingBox&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{};
    const QgsRectangle box = geometry.boundingBox();
    return Changed{QgsGeometry::fromRect(box),
                   {box.width(), box.height(), box.area(), box.perimeter()}};
  };
}

// QGIS's calls for these two begin with the hull, and give the same for it.

ChangeByCost changeOf(const Transform::OrientedMinimumBoundingBox&) {
  return [](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    absl::StatusOr<Changed> hull = changedTo(geos.convexHull(geometry));
    if (!hull.ok()) return hull;
    const int vertices = verticesOf(hull->geometry);
    if (vertices > kMostInTurnedHull) return tooRound(vertices);
    double area = 0;
    double angle = 0;
    double width = 0;
    double height = 0;
    QgsGeometry box = hull->geometry.orientedMinimumBoundingBox(area, angle, width, height);
    return Changed{std::move(box), {width, height, angle, area, 2 * width + 2 * height}};
  };
}

ChangeByCost changeOf(const Transform::MinimumEnclosingCircle& operation) {
  const auto segments = static_cast<unsigned>(operation.segments);
  return [segments](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    absl::StatusOr<Changed> hull = changedTo(geos.convexHull(geometry));
    if (!hull.ok()) return hull;
    if (verticesOf(hull->geometry) > kMostInCircledHull) hull->geometry = circled(hull->geometry);
    QgsPointXY centre;
    double radius = 0;
    QgsGeometry circle = hull->geometry.minimalEnclosingCircle(centre, radius, segments);
    return Changed{std::move(circle), {radius, M_PI * radius * radius}};
  };
}

}  // namespace geotask
