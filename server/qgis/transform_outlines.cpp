// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that put another outline, or a point, in a geometry's place.
#include <cmath>
#include <utility>

#include "qgis/transform_calls.h"

namespace geotask {

namespace {

// QGIS's calls begin with the hull: where that takes long, it is given to them.
absl::StatusOr<QgsGeometry> orHull(QgsGeometry geometry, const GeosByCost& geos) {
  return geos.isHullHeavy(geometry) ? geos.convexHull(geometry) : std::move(geometry);
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
    absl::StatusOr<QgsGeometry> made = geos.convexHull(geometry);
    if (!made.ok()) return made.status();
    QgsGeometry hull = *std::move(made);
    if (hull.isNull()) return Changed{std::move(hull)};
    const double area = hull.constGet()->area();
    const double perimeter = hull.constGet()->perimeter();
    return Changed{std::move(hull), {area, perimeter}};
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

ChangeByCost changeOf(const Transform::OrientedMinimumBoundingBox&) {
  return [](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    const absl::StatusOr<QgsGeometry> shape = orHull(std::move(geometry), geos);
    if (!shape.ok()) return shape.status();
    double area = 0;
    double angle = 0;
    double width = 0;
    double height = 0;
    QgsGeometry box = shape->orientedMinimumBoundingBox(area, angle, width, height);
    return Changed{std::move(box), {width, height, angle, area, 2 * width + 2 * height}};
  };
}

ChangeByCost changeOf(const Transform::MinimumEnclosingCircle& operation) {
  const auto segments = static_cast<unsigned>(operation.segments);
  return [segments](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    const absl::StatusOr<QgsGeometry> shape = orHull(std::move(geometry), geos);
    if (!shape.ok()) return shape.status();
    QgsPointXY centre;
    double radius = 0;
    QgsGeometry circle = shape->minimalEnclosingCircle(centre, radius, segments);
    return Changed{std::move(circle), {radius, M_PI * radius * radius}};
  };
}

}  // namespace geotask
