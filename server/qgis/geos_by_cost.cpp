// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geos_by_cost.h"

#include <qgis.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geos/cost_model.h"
#include "qgis/geometry.h"
#include "qgis/geometry_paths.h"
#include "qgis/plain_wkb.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;
using State = GeometryAnswer::State;

// Fewer cannot take long, whatever is asked of a row: they need no prediction.
constexpr uint64_t kFewVertices = 1000;

uint64_t verticesOf(const QgsGeometry& geometry) {
  return static_cast<uint64_t>(geometry.constGet()->nCoordinates());
}

GeometryTask taskOf(Kind kind, const QVector<QgsGeometry>& of, double tolerance = 0) {
  GeometryTask task;
  task.kind = kind;
  task.tolerance = tolerance;
  for (const QgsGeometry& geometry : of) task.wkbs.push_back(plainWkb(*geometry.constGet()));
  return task;
}

}  // namespace

absl::StatusOr<bool> GeosByCost::isValid(const QgsGeometry& geometry) const {
  const auto here = [&]() -> GeometryAnswer {
    return {geometry.isGeosValid() ? State::kDone : State::kInvalid, {}, {}};
  };
  const auto task = [&] { return taskOf(Kind::kIsValid, {geometry}); };
  absl::StatusOr<GeometryAnswer> answer =
      engine_.runOne(predictedCheck(verticesOf(geometry)), here, task, watch_);
  if (!answer.ok()) return answer.status();
  return answer->state == State::kDone;
}

absl::StatusOr<QgsGeometry> GeosByCost::make(Kind kind, double microseconds,
                                             const QVector<QgsGeometry>& of, const Here& here,
                                             double tolerance) const {
  std::optional<QgsGeometry> made;
  const auto make_here = [&]() -> GeometryAnswer {
    made = here();
    return {};
  };
  const auto task = [&] {
    made.reset();  // It was broken off.
    return taskOf(kind, of, tolerance);
  };
  absl::StatusOr<GeometryAnswer> answer = engine_.runOne(microseconds, make_here, task, watch_);
  if (!answer.ok()) return answer.status();
  if (made) return *std::move(made);
  return answer->state == State::kDone ? readWkb(answer->wkb) : QgsGeometry();
}

absl::StatusOr<QgsGeometry> GeosByCost::makeValid(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return geometry;
  return make(Kind::kMakeValid, predictedRepair(verticesOf(geometry)), {geometry},
              [&] { return geometry.makeValid(); });
}

absl::StatusOr<QgsGeometry> GeosByCost::intersection(const QgsGeometry& geometry,
                                                     const QgsRectangle& rectangle) const {
  if (geometry.isNull()) return geometry;
  const QgsGeometry window = QgsGeometry::fromRect(rectangle);
  return make(Kind::kIntersect, predictedOverlay(verticesOf(geometry)), {geometry, window},
              [&] { return geometry.intersection(window); });
}

absl::StatusOr<QgsGeometry> GeosByCost::difference(const QgsGeometry& geometry,
                                                   const QgsGeometry& taken) const {
  if (geometry.isNull() || taken.isNull()) return QgsGeometry();
  return make(Kind::kSubtract, predictedOverlay(verticesOf(geometry) + verticesOf(taken)),
              {geometry, taken}, [&] { return geometry.difference(taken); });
}

absl::StatusOr<QgsGeometry> GeosByCost::unite(const QVector<QgsGeometry>& polygons) const {
  std::vector<std::string> wkbs;
  for (const QgsGeometry& each : polygons) {
    if (each.isNull()) return QgsGeometry();
    for (const QgsGeometry& polygon : simpleParts(each, 2))
      wkbs.push_back(plainWkb(*polygon.constGet()));
  }
  absl::StatusOr<GeometryAnswer> answer = engine_.unite(std::move(wkbs), watch_);
  if (!answer.ok()) return answer.status();
  return answer->state == State::kDone ? readWkb(answer->wkb) : QgsGeometry();
}

absl::StatusOr<QgsGeometry> GeosByCost::makeOfAny(Kind kind, double microseconds,
                                                  const QgsGeometry& geometry, const Here& here,
                                                  double tolerance) const {
  if (verticesOf(geometry) < kFewVertices || !isPlainType(geometry.wkbType())) return here();
  return make(kind, microseconds, {geometry}, here, tolerance);
}

absl::StatusOr<QgsGeometry> GeosByCost::fix(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return geometry;
#if _QGIS_VERSION_INT >= 32800
  const Kind kind = Kind::kMakeValidByStructure;
  const auto here = [&] { return geometry.makeValid(Qgis::MakeValidMethod::Structure); };
#else
  const Kind kind = Kind::kMakeValid;
  const auto here = [&] { return geometry.makeValid(); };
#endif
  return makeOfAny(kind, predictedRepair(verticesOf(geometry)), geometry, here);
}

absl::StatusOr<QgsGeometry> GeosByCost::simplify(const QgsGeometry& geometry,
                                                 double tolerance) const {
  if (geometry.isNull()) return geometry;
  return makeOfAny(
      Kind::kSimplify, predictedSimplify(verticesOf(geometry)), geometry,
      [&] { return geometry.simplify(tolerance); }, tolerance);
}

absl::StatusOr<QgsGeometry> GeosByCost::convexHull(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return geometry;
  return makeOfAny(Kind::kConvexHull, predictedHull(verticesOf(geometry)), geometry,
                   [&] { return geometry.convexHull(); });
}

absl::StatusOr<QgsGeometry> GeosByCost::mergeLines(const QgsGeometry& geometry) const {
  const auto here = [&] { return geometry.mergeLines(); };
  if (geometry.wkbType() != WkbType::MultiLineString) return here();
  return makeOfAny(Kind::kMergeLines, predictedMerge(verticesOf(geometry)), geometry, here);
}

bool GeosByCost::isHullHeavy(const QgsGeometry& geometry) const {
  return !geometry.isNull() && verticesOf(geometry) >= kFewVertices &&
         isPlainType(geometry.wkbType()) && engine_.isHeavy(predictedHull(verticesOf(geometry)));
}

}  // namespace geotask
