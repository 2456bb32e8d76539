// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that put another outline, or a point, in a geometry's place.
#include <cmath>
#include <utility>

#include "qgis/transform_calls.h"

namespace geotask {

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

ChangeGeometry changeOf(const Transform::ConvexHull&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    QgsGeometry hull = geometry.convexHull();
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

ChangeGeometry changeOf(const Transform::OrientedMinimumBoundingBox&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    double area = 0;
    double angle = 0;
    double width = 0;
    double height = 0;
    QgsGeometry box = geometry.orientedMinimumBoundingBox(area, angle, width, height);
    return Changed{std::move(box), {width, height, angle, area, 2 * width + 2 * height}};
  };
}

ChangeGeometry changeOf(const Transform::MinimumEnclosingCircle& operation) {
  const auto segments = static_cast<unsigned>(operation.segments);
  return [segments](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    QgsPointXY centre;
    double radius = 0;
    QgsGeometry circle = geometry.minimalEnclosingCircle(centre, radius, segments);
    return Changed{std::move(circle), {radius, M_PI * radius * radius}};
  };
}

}  // namespace geotask
