// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations that bring a geometry to another place, or into another space.
#include <qgscoordinatetransform.h>
#include <qgscoordinatetransformcontext.h>
#include <qgsexception.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/crs.h"
#include "qgis/geometry.h"
#include "qgis/plain_wkb.h"
#include "qgis/reproject_wkb.h"
#include "qgis/transform_calls.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

// So many may take long.
constexpr int kManyVertices = 10'000;

// Says why it cannot. With a transform of its own: it keeps what went wrong.
std::string reproject(QgsGeometry& geometry, QgsCoordinateTransform transform) {
  const QgsAbstractGeometry& shape = *geometry.constGet();
  if (shape.nCoordinates() >= kManyVertices && isPlainType(shape.wkbType())) {
    PlainWkb as_it_is;
    as_it_is.closed = false;
    const auto moved = reprojectPlainWkb(plainWkb(shape, as_it_is), transform);
    if (moved) {
      geometry = readWkb(*moved);
      return {};
    }
  }
  try {
    const bool moved = geometry.transform(transform) == Qgis::GeometryOperationResult::Success;
    return moved ? "" : "it cannot be transformed";
  } catch (const QgsCsException& error) {
    return error.what().toStdString();
  }
}

}  // namespace

ChangeGeometry changeOf(const Transform::DropZM& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (operation.drop_m) geometry.get()->dropMValue();
    if (operation.drop_z) geometry.get()->dropZValue();
    return Changed{std::move(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::SwapXY&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    geometry.get()->swapXy();
    return Changed{std::move(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::Translate& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (operation.z != 0 && !geometry.constGet()->is3D()) geometry.get()->addZValue(0);
    if (operation.m != 0 && !geometry.constGet()->isMeasure()) geometry.get()->addMValue(0);
    geometry.translate(operation.x, operation.y, operation.z, operation.m);
    return Changed{std::move(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::Rotate& operation) {
  return [operation](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (operation.anchor) {
      geometry.rotate(operation.angle, QgsPointXY(operation.anchor->x, operation.anchor->y));
      return Changed{std::move(geometry)};
    }
    if (geometry.isEmpty()) return Changed{std::move(geometry)};
    const QgsGeometry centroid = geometry.centroid();
    if (!centroid.isNull()) geometry.rotate(operation.angle, centroid.asPoint());
    return Changed{std::move(geometry)};
  };
}

absl::StatusOr<ChangeGeometry> reprojection(const Transform::Reproject& operation,
                                            const std::string& from_crs) {
  auto from = crsFromText(from_crs);
  if (!from.ok()) return from.status();
  auto to = crsFromText(operation.target_crs);
  if (!to.ok()) return atField("target_crs", to.status());
  const QgsCoordinateTransform transform(*from, *to, QgsCoordinateTransformContext());
  return ChangeGeometry([transform](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    std::string why_not = reproject(geometry, transform);
    // PROJ may give infinite coordinates, and say nothing.
    if (why_not.empty() && !isWithinBounds(geometry)) why_not = "it has no place in the target CRS";
    if (!why_not.empty()) return Changed{QgsGeometry(), {}, std::move(why_not)};
    return Changed{std::move(geometry)};
  });
}

}  // namespace geotask
