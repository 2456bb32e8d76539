// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geometry_fit.h"

#include <qgsgeometrycollection.h>

namespace geotask {

namespace {

// A new Z or M is 0, as where QGIS converts layers.
void fitCoordinates(QgsAbstractGeometry& geometry, bool z, bool m) {
  if (z && !geometry.is3D()) geometry.addZValue(0);
  if (m && !geometry.isMeasure()) geometry.addMValue(0);
  if (!z) geometry.dropZValue();
  if (!m) geometry.dropMValue();
}

// Gives a collection and its parts Z where one of them has it, and M: QGIS 3.22 leaves them apart where
// it simplifies, and then their WKB is none.
void evenOut(QgsAbstractGeometry& geometry) {
  auto* collection = qgsgeometry_cast<QgsGeometryCollection*>(&geometry);
  if (collection == nullptr) return;
  bool z = collection->is3D();
  bool m = collection->isMeasure();
  bool even = true;
  for (int i = 0; i < collection->numGeometries(); ++i) {
    QgsAbstractGeometry& part = *collection->geometryN(i);
    evenOut(part);
    even = even && part.is3D() == z && part.isMeasure() == m;
    z = z || part.is3D();
    m = m || part.isMeasure();
  }
  if (even) return;
  // Those that have it are left alone.
  for (int i = 0; i < collection->numGeometries(); ++i) {
    if (z) collection->geometryN(i)->addZValue(0);
    if (m) collection->geometryN(i)->addMValue(0);
  }
  if (z) collection->addZValue(0);
  if (m) collection->addMValue(0);
}

}  // namespace

GeometryFit::GeometryFit(const std::string& type_name)
    : any_(type_name == "Geometry" || type_name == "NoGeometry" ||
           type_name.rfind("GeometryCollection", 0) == 0),
      type_(QgsWkbTypes::parseType(QString::fromStdString(type_name))) {}

bool GeometryFit::fit(QgsGeometry& geometry) const {
  if (geometry.isNull()) return true;
  if (geometry.isMultipart()) evenOut(*geometry.get());
  if (any_ || geometry.wkbType() == type_) return true;
  if (!geometry.isEmpty() && geometry.type() != QgsWkbTypes::geometryType(type_)) return false;
  if (QgsWkbTypes::isMultiType(type_) && !geometry.isMultipart()) geometry.convertToMultiType();
  if (geometry.wkbType() != type_) {
    fitCoordinates(*geometry.get(), QgsWkbTypes::hasZ(type_), QgsWkbTypes::hasM(type_));
  }
  if (geometry.isEmpty() && geometry.wkbType() != type_) geometry = QgsGeometry();
  return true;
}

}  // namespace geotask
