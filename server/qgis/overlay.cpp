// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/overlay.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geos/cost_model.h"
#include "qgis/geometry.h"
#include "qgis/geometry_paths.h"
#include "qgis/plain_wkb.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;
using State = GeometryAnswer::State;

uint64_t verticesOf(const QgsGeometry& geometry) {
  return static_cast<uint64_t>(geometry.constGet()->nCoordinates());
}

GeometryTask taskOf(Kind kind, const QVector<QgsGeometry>& of) {
  GeometryTask task;
  task.kind = kind;
  for (const QgsGeometry& geometry : of) task.wkbs.push_back(plainWkb(*geometry.constGet()));
  return task;
}

}  // namespace

absl::StatusOr<bool> Overlay::isValid(const QgsGeometry& geometry) const {
  const auto here = [&]() -> GeometryAnswer {
    return {geometry.isGeosValid() ? State::kDone : State::kInvalid, {}, {}};
  };
  const auto task = [&] { return taskOf(Kind::kIsValid, {geometry}); };
  absl::StatusOr<GeometryAnswer> answer =
      engine_.runOne(predictedCheck(verticesOf(geometry)), here, task, watch_);
  if (!answer.ok()) return answer.status();
  return answer->state == State::kDone;
}

absl::StatusOr<QgsGeometry> Overlay::make(Kind kind, double microseconds,
                                          const QVector<QgsGeometry>& of,
                                          const std::function<QgsGeometry()>& here) const {
  std::optional<QgsGeometry> made;
  const auto make_here = [&]() -> GeometryAnswer {
    made = here();
    return {};
  };
  const auto task = [&] {
    made.reset();  // It was broken off.
    return taskOf(kind, of);
  };
  absl::StatusOr<GeometryAnswer> answer = engine_.runOne(microseconds, make_here, task, watch_);
  if (!answer.ok()) return answer.status();
  if (made) return *std::move(made);
  return answer->state == State::kDone ? readWkb(answer->wkb) : QgsGeometry();
}

absl::StatusOr<QgsGeometry> Overlay::makeValid(const QgsGeometry& geometry) const {
  if (geometry.isNull()) return geometry;
  return make(Kind::kMakeValid, predictedRepair(verticesOf(geometry)), {geometry},
              [&] { return geometry.makeValid(); });
}

absl::StatusOr<QgsGeometry> Overlay::intersection(const QgsGeometry& geometry,
                                                  const QgsRectangle& rectangle) const {
  if (geometry.isNull()) return geometry;
  const QgsGeometry window = QgsGeometry::fromRect(rectangle);
  return make(Kind::kIntersect, predictedOverlay(verticesOf(geometry)), {geometry, window},
              [&] { return geometry.intersection(window); });
}

absl::StatusOr<QgsGeometry> Overlay::difference(const QgsGeometry& geometry,
                                                const QgsGeometry& taken) const {
  if (geometry.isNull() || taken.isNull()) return QgsGeometry();
  return make(Kind::kSubtract, predictedOverlay(verticesOf(geometry) + verticesOf(taken)),
              {geometry, taken}, [&] { return geometry.difference(taken); });
}

absl::StatusOr<QgsGeometry> Overlay::unite(const QVector<QgsGeometry>& polygons) const {
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

}  // namespace geotask
