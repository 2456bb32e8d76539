// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geos_by_cost.h"

#include <qgis.h>
#include <qgsgeometrycollection.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/stop.h"
#include "geos/cost_model.h"
#include "qgis/geometry.h"
#include "qgis/geometry_paths.h"
#include "qgis/plain_wkb.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;
using State = GeometryAnswer::State;

uint64_t verticesOf(const QgsGeometry& geometry) {
  return static_cast<uint64_t>(geometry.constGet()->nCoordinates());
}

GeometryTask taskOf(Kind kind, const QVector<QgsGeometry>& of, double tolerance = 0) {
  GeometryTask task;
  task.kind = kind;
  task.tolerance = tolerance;
  PlainWkb with_z;
  with_z.z = true;
  for (const QgsGeometry& geometry : of)
    task.wkbs.push_back(plainWkb(*geometry.constGet(), with_z));
  return task;
}

absl::StatusOr<QgsGeometry> geometryOf(absl::StatusOr<GeosByCost::Made> made) {
  if (!made.ok()) return made.status();
  return std::move(made->geometry);
}

bool hasEmptyMember(const QgsAbstractGeometry& geometry) {
  const auto* members = qgsgeometry_cast<const QgsGeometryCollection*>(&geometry);
  if (members == nullptr) return false;
  for (int i = 0; i < members->numGeometries(); ++i) {
    checkStop();
    if (members->geometryN(i)->isEmpty()) return true;
  }
  return false;
}

// Empty members are for QGIS, which gives some of them to GEOS, and others not.
bool canGoElsewhere(const QgsGeometry& geometry) {
  return isPlainType(QgsWkbTypes::flatType(geometry.wkbType())) &&
         !hasEmptyMember(*geometry.constGet());
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

absl::StatusOr<GeosByCost::Made> GeosByCost::make(Kind kind, double microseconds,
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
  if (made) return Made{*made, made->lastError().toStdString()};
  if (answer->state == State::kDone) return Made{readWkb(answer->wkb), {}};
  return Made{{}, std::move(answer->error)};
}

absl::StatusOr<QgsGeometry> GeosByCost::makeValid(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return geometry;
  return geometryOf(make(Kind::kMakeValid, predictedRepair(verticesOf(geometry)), {geometry},
                         [&] { return geometry.makeValid(); }));
}

absl::StatusOr<QgsGeometry> GeosByCost::intersection(const QgsGeometry& geometry,
                                                     const QgsRectangle& rectangle) const {
  if (geometry.isNull()) return geometry;
  const QgsGeometry window = QgsGeometry::fromRect(rectangle);
  return geometryOf(make(Kind::kIntersect, predictedOverlay(verticesOf(geometry)),
                         {geometry, window}, [&] { return geometry.intersection(window); }));
}

absl::StatusOr<QgsGeometry> GeosByCost::difference(const QgsGeometry& geometry,
                                                   const QgsGeometry& taken) const {
  if (geometry.isNull() || taken.isNull()) return QgsGeometry();
  return geometryOf(make(Kind::kSubtract,
                         predictedOverlay(verticesOf(geometry) + verticesOf(taken)),
                         {geometry, taken}, [&] { return geometry.difference(taken); }));
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

absl::StatusOr<GeosByCost::Made> GeosByCost::makeOfAny(Kind kind, double microseconds,
                                                       const QgsGeometry& geometry,
                                                       const Here& here, double tolerance) const {
  if (verticesOf(geometry) < BufferEngine::kFewVertices || !canGoElsewhere(geometry)) {
    QgsGeometry made = here();
    return Made{made, made.lastError().toStdString()};
  }
  return make(kind, microseconds, {geometry}, here, tolerance);
}

absl::StatusOr<GeosByCost::Made> GeosByCost::fix(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return Made();
#if _QGIS_VERSION_INT >= 32800
  const Kind kind = Kind::kMakeValidByStructure;
  const auto here = [&] { return geometry.makeValid(Qgis::MakeValidMethod::Structure); };
#else
  const Kind kind = Kind::kMakeValid;
  const auto here = [&] { return geometry.makeValid(); };
#endif
  return makeOfAny(kind, predictedRepair(verticesOf(geometry)), geometry, here);
}

absl::StatusOr<GeosByCost::Made> GeosByCost::simplify(const QgsGeometry& geometry,
                                                      double tolerance) const {
  if (geometry.isNull()) return Made();
  return makeOfAny(
      Kind::kSimplify, predictedSimplify(verticesOf(geometry)), geometry,
      [&] { return geometry.simplify(tolerance); }, tolerance);
}

absl::StatusOr<GeosByCost::Made> GeosByCost::convexHull(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return Made();
  return makeOfAny(Kind::kConvexHull, predictedHull(verticesOf(geometry)), geometry,
                   [&] { return geometry.convexHull(); });
}

absl::StatusOr<GeosByCost::Made> GeosByCost::mergeLines(const QgsGeometry& geometry) const {
  if (QgsWkbTypes::flatType(geometry.wkbType()) != WkbType::MultiLineString)
    return Made{geometry.mergeLines(), {}};
  return makeOfAny(Kind::kMergeLines, predictedMerge(verticesOf(geometry)), geometry,
                   [&] { return geometry.mergeLines(); });
}

}  // namespace geotask
