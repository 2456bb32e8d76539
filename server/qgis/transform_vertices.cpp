// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that give a geometry more, fewer or other vertices.
#include <qgsgeometrycollection.h>
#include <qgsmaptopixelgeometrysimplifier.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/transform_calls.h"

namespace geotask {

namespace {

// Of one geometry: 160 MB. What is larger is a mistake in the options, and would take the memory of
// all others.
constexpr double kMostVertices = 1e7;

// Those of curves once they are segments: QGIS makes 90 of a quarter circle.
double verticesOf(const QgsAbstractGeometry& geometry) {
  return geometry.nCoordinates() * (geometry.hasCurvedSegments() ? 180.0 : 1.0);
}

absl::Status checkVertices(double vertices) {
  if (vertices <= kMostVertices) return absl::OkStatus();
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("it would get about ", vertices, " vertices"),
                   {"TOO_MANY_VERTICES", "", absl::StrCat(vertices), "at most 10000000 in a row",
                    "Ask for fewer vertices, or split the geometry."});
}

// QGIS 3.22 crashes where it densifies a polygon without a ring.
void dropEmptyParts(QgsGeometry& geometry) {
  auto* collection = qgsgeometry_cast<QgsGeometryCollection*>(geometry.get());
  if (collection == nullptr) return;
  for (int i = collection->numGeometries() - 1; i >= 0; --i) {
    if (collection->geometryN(i)->isEmpty()) collection->removeGeometry(i);
  }
}

}  // namespace

ChangeGeometry changeOf(const Transform::Simplify& operation) {
  const double tolerance = operation.tolerance;
  if (operation.method != Transform::SimplifyMethod::kSnapToGrid &&
      operation.method != Transform::SimplifyMethod::kArea) {
    return [tolerance](QgsGeometry geometry) -> absl::StatusOr<Changed> {
      return Changed{geometry.simplify(tolerance)};
    };
  }
  // QGIS's algorithm makes its parameter, which counts alike, the simplifier's, whose type's name is
  // another in later versions.
  using Algorithm =
      std::decay_t<decltype(std::declval<const QgsMapToPixelSimplifier&>().simplifyAlgorithm())>;
  const auto algorithm = static_cast<Algorithm>(static_cast<int>(operation.method) - 1);
  const auto simplifier = std::make_shared<const QgsMapToPixelSimplifier>(
      QgsMapToPixelSimplifier::SimplifyGeometry, tolerance, algorithm);
  return [simplifier](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    return Changed{simplifier->simplify(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::DensifyByCount& operation) {
  const int vertices = operation.vertices;
  return [vertices](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    dropEmptyParts(geometry);
    absl::Status few = checkVertices((1.0 + vertices) * verticesOf(*geometry.constGet()));
    if (!few.ok()) return few;
    return Changed{geometry.densifyByCount(vertices)};
  };
}

ChangeGeometry changeOf(const Transform::DensifyByDistance& operation) {
  const double interval = operation.interval;
  return [interval](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    dropEmptyParts(geometry);
    const QgsAbstractGeometry& shape = *geometry.constGet();
    absl::Status few =
        checkVertices(verticesOf(shape) + (shape.length() + shape.perimeter()) / interval);
    if (!few.ok()) return few;
    return Changed{geometry.densifyByDistance(interval)};
  };
}

ChangeGeometry changeOf(const Transform::Smooth& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    dropEmptyParts(geometry);
    absl::Status few = checkVertices(static_cast<double>(1 << operation.iterations) *
                                     verticesOf(*geometry.constGet()));
    if (!few.ok()) return few;
    return Changed{geometry.smooth(static_cast<unsigned>(operation.iterations), operation.offset,
                                   -1, operation.max_angle)};
  };
}

ChangeGeometry changeOf(const Transform::RemoveDuplicateVertices& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    geometry.removeDuplicateNodes(operation.tolerance, operation.use_z);
    return Changed{std::move(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::SnapToGrid& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    return Changed{geometry.snappedToGrid(operation.x_spacing, operation.y_spacing,
                                          operation.z_spacing, operation.m_spacing)};
  };
}

}  // namespace geotask
