// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geometry.h"

#include <qgscurve.h>
#include <qgscurvepolygon.h>
#include <qgsgeometrycollection.h>

#include <algorithm>
#include <cmath>

#include "domain/errors.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

// Takes out holes without a vertex: they mean nothing, and GEOS 3.11 crashes when it shrinks a
// polygon that has one.
void dropEmptyHoles(QgsAbstractGeometry* geometry) {
  if (auto* collection = qgsgeometry_cast<QgsGeometryCollection*>(geometry)) {
    for (int i = 0; i < collection->numGeometries(); ++i) dropEmptyHoles(collection->geometryN(i));
  } else if (auto* polygon = qgsgeometry_cast<QgsCurvePolygon*>(geometry)) {
    for (int i = polygon->numInteriorRings() - 1; i >= 0; --i) {
      if (polygon->interiorRing(i)->isEmpty()) polygon->removeInteriorRing(i);
    }
  }
}

}  // namespace

bool isWithinBounds(const QgsGeometry& geometry) {
  if (geometry.isEmpty()) return true;
  const QgsRectangle box = geometry.boundingBox();
  return std::max({std::abs(box.xMinimum()), std::abs(box.xMaximum()), std::abs(box.yMinimum()),
                   std::abs(box.yMaximum())}) <= kMaxCoordinate;
}

QgsGeometry readWkb(const std::string& wkb) {
  QgsGeometry geometry;
  geometry.fromWkb(QByteArray::fromRawData(wkb.data(), static_cast<int>(wkb.size())));
  return geometry;
}

absl::StatusOr<QgsGeometry> geometryFromWkb(const std::optional<std::string>& wkb) {
  QgsGeometry geometry;
  if (!wkb) return geometry;
  geometry = readWkb(*wkb);
  if (geometry.isNull() || !isWithinBounds(geometry)) {
    return makeError(
        absl::StatusCode::kInvalidArgument,
        geometry.isNull() ? "QGIS cannot read this geometry" : "its coordinates are beyond 1e30",
        {"INVALID_GEOMETRY", "", "",
         "a geometry of a type that QGIS knows, with coordinates from -1e30 to 1e30",
         "Correct the data."});
  }
  dropEmptyHoles(geometry.get());
  return geometry;
}

std::optional<std::string> geometryToWkb(const QgsGeometry& geometry) {
  if (geometry.isNull()) return std::nullopt;
  return geometry.asWkb().toStdString();
}

}  // namespace geotask
