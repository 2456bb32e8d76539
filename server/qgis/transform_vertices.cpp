// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that give a geometry more, fewer or other vertices.
#include <qgscurve.h>
#include <qgscurvepolygon.h>
#include <qgsgeometrycollection.h>
#include <qgsmaptopixelgeometrysimplifier.h>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/transform_calls.h"
#include "qgis/vertex_limit.h"

namespace geotask {

namespace {

// Those of curves once they are segments: QGIS makes 90 of a quarter circle.
double verticesOf(const QgsAbstractGeometry& geometry) {
  return geometry.nCoordinates() * (geometry.hasCurvedSegments() ? 180.0 : 1.0);
}

absl::Status checkVertices(double vertices) {
  if (vertices <= kMostMadeVertices) return absl::OkStatus();
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("it would get about ", vertices, " vertices"),
                   {"TOO_MANY_VERTICES", "", absl::StrCat(vertices),
                    absl::StrCat("at most ", kMostMadeVertices, " in a row"),
                    "Ask for fewer vertices, or split the geometry."});
}

// Whether all its rings have segments, if it has rings.
bool hasSegments(const QgsAbstractGeometry& geometry) {
  if (geometry.isEmpty()) return false;
  const auto* polygon = qgsgeometry_cast<const QgsCurvePolygon*>(&geometry);
  if (polygon == nullptr) return true;
  bool all = polygon->exteriorRing()->numPoints() > 1;
  for (int i = 0; i < polygon->numInteriorRings(); ++i) {
    all = all && polygon->interiorRing(i)->numPoints() > 1;
  }
  return all;
}

// Where QGIS 3.22 densifies or smooths, it crashes on rings without a segment, and takes all that is
// in a GeometryCollection, but lines, for polygons: such polygons are left as they are or, as parts,
// left out, and collections done part by part.
QgsGeometry reshaped(const QgsGeometry& geometry,
                     const std::function<QgsGeometry(const QgsGeometry&)>& reshape) {
  const auto* parts = qgsgeometry_cast<const QgsGeometryCollection*>(geometry.constGet());
  if (parts == nullptr) return hasSegments(*geometry.constGet()) ? reshape(geometry) : geometry;
  const bool mixed = parts->geometryType() == QLatin1String("GeometryCollection");
  std::unique_ptr<QgsGeometryCollection> kept(parts->createEmptyWithSameType());
  for (int i = 0; i < parts->numGeometries(); ++i) {
    if (!hasSegments(*parts->geometryN(i))) continue;
    QgsGeometry part(parts->geometryN(i)->clone());
    if (mixed) part = reshaped(part, reshape);
    if (!part.isNull()) kept->addGeometry(part.constGet()->clone());
  }
  const QgsGeometry all(std::move(kept));
  return mixed || all.isEmpty() ? all : reshape(all);
}

}  // namespace

ChangeByCost changeOf(const Transform::Simplify& operation) {
  const double tolerance = operation.tolerance;
  if (operation.method != Transform::SimplifyMethod::kSnapToGrid &&
      operation.method != Transform::SimplifyMethod::kArea) {
    return [tolerance](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
      return changedTo(geos.simplify(geometry, tolerance));
    };
  }
  // QGIS's algorithm makes its parameter, which counts alike, the simplifier's, whose type's name is
  // another in later versions.
  using Algorithm =
      std::decay_t<decltype(std::declval<const QgsMapToPixelSimplifier&>().simplifyAlgorithm())>;
  const auto algorithm = static_cast<Algorithm>(static_cast<int>(operation.method) - 1);
  const auto simplifier = std::make_shared<const QgsMapToPixelSimplifier>(
      QgsMapToPixelSimplifier::SimplifyGeometry, tolerance, algorithm);
  return [simplifier](QgsGeometry geometry, const GeosByCost&) -> absl::StatusOr<Changed> {
    return Changed{simplifier->simplify(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::DensifyByCount& operation) {
  const int vertices = operation.vertices;
  return [vertices](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    absl::Status few = checkVertices((1.0 + vertices) * verticesOf(*geometry.constGet()));
    if (!few.ok()) return few;
    return Changed{reshaped(
        geometry, [vertices](const QgsGeometry& each) { return each.densifyByCount(vertices); })};
  };
}

ChangeGeometry changeOf(const Transform::DensifyByDistance& operation) {
  const double interval = operation.interval;
  return [interval](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    const QgsAbstractGeometry& shape = *geometry.constGet();
    absl::Status few =
        checkVertices(verticesOf(shape) + (shape.length() + shape.perimeter()) / interval);
    if (!few.ok()) return few;
    return Changed{reshaped(geometry, [interval](const QgsGeometry& each) {
      return each.densifyByDistance(interval);
    })};
  };
}

ChangeGeometry changeOf(const Transform::Smooth& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    absl::Status few = checkVertices(static_cast<double>(1 << operation.iterations) *
                                     verticesOf(*geometry.constGet()));
    if (!few.ok()) return few;
    return Changed{reshaped(geometry, [&operation](const QgsGeometry& each) {
      return each.smooth(static_cast<unsigned>(operation.iterations), operation.offset, -1,
                         operation.max_angle);
    })};
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
