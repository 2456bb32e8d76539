// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations on the rings, lines and parts that a geometry is made of.
#include <qgscurve.h>
#include <qgscurvepolygon.h>
#include <qgsgeometrycollection.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "qgis/transform_calls.h"

namespace geotask {

namespace {

// Whether it is a collection whose parts may be of several kinds.
bool isMixed(const QgsGeometry& geometry) {
  const auto* collection = qgsgeometry_cast<const QgsGeometryCollection*>(geometry.constGet());
  return collection != nullptr && collection->geometryType() == QLatin1String("GeometryCollection");
}

// As QgsGeometry::removeInteriorRings(), which leaves curved parts of collections out.
void deleteHoles(QgsAbstractGeometry& geometry, double min_area) {
  if (auto* polygon = qgsgeometry_cast<QgsCurvePolygon*>(&geometry)) {
    polygon->removeInteriorRings(min_area);
  } else if (auto* collection = qgsgeometry_cast<QgsGeometryCollection*>(&geometry)) {
    for (int i = 0; i < collection->numGeometries(); ++i) {
      deleteHoles(*collection->geometryN(i), min_area);
    }
  }
}

std::unique_ptr<QgsAbstractGeometry> reversed(const QgsAbstractGeometry& line) {
  const auto* curve = qgsgeometry_cast<const QgsCurve*>(&line);
  if (curve == nullptr) return nullptr;
  return std::unique_ptr<QgsAbstractGeometry>(curve->reversed());
}

}  // namespace

ChangeByCost changeOf(const Transform::MakeValid&) {
  return [](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    absl::StatusOr<Changed> fixed = changedTo(geos.fix(geometry));
    if (!fixed.ok() || fixed->geometry.isNull()) return fixed;
    QgsGeometry valid = std::move(fixed->geometry);
    if (isMixed(valid)) {
      QVector<QgsGeometry> alike;
      for (const QgsGeometry& part : valid.asGeometryCollection()) {
        if (part.type() == geometry.type()) alike.append(part);
      }
      valid = alike.isEmpty() ? QgsGeometry() : QgsGeometry::collectGeometry(alike);
    }
    valid.convertToMultiType();
    if (valid.isNull() || valid.type() != geometry.type()) {
      return Changed{QgsGeometry(), {}, "nothing of its kind is left"};
    }
    return Changed{std::move(valid)};
  };
}

ChangeGeometry changeOf(const Transform::Boundary&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    return Changed{QgsGeometry(geometry.constGet()->boundary()), {}, "it has none"};
  };
}

ChangeGeometry changeOf(const Transform::DeleteHoles& operation) {
  const double min_area = operation.min_area > 0 ? operation.min_area : -1;  // -1: all.
  return [min_area](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    deleteHoles(*geometry.get(), min_area);
    return Changed{std::move(geometry)};
  };
}

ChangeGeometry changeOf(const Transform::ForceRightHandRule&) {
  return
      [](QgsGeometry geometry) -> absl::StatusOr<Changed> { return Changed{geometry.forceRHR()}; };
}

ChangeByCost changeOf(const Transform::MergeLines&) {
  return [](QgsGeometry geometry, const GeosByCost& geos) -> absl::StatusOr<Changed> {
    return changedTo(geos.mergeLines(geometry));
  };
}

ChangeGeometry changeOf(const Transform::ReverseLineDirection&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    const auto* lines = qgsgeometry_cast<const QgsGeometryCollection*>(geometry.constGet());
    if (lines == nullptr) {
      auto line = reversed(*geometry.constGet());
      return line == nullptr ? Changed{std::move(geometry)} : Changed{QgsGeometry(std::move(line))};
    }
    std::unique_ptr<QgsGeometryCollection> turned(lines->createEmptyWithSameType());
    turned->reserve(lines->numGeometries());
    for (int i = 0; i < lines->numGeometries(); ++i) {
      if (auto line = reversed(*lines->geometryN(i))) turned->addGeometry(line.release());
    }
    return Changed{QgsGeometry(std::move(turned))};
  };
}

ChangeGeometry changeOf(const Transform::PromoteToMulti&) {
  return [](QgsGeometry geometry) -> absl::StatusOr<Changed> {
    if (!geometry.isMultipart()) geometry.convertToMultiType();
    return Changed{std::move(geometry)};
  };
}

}  // namespace geotask
