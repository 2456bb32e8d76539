// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geometry_fit.h"

namespace geotask {

namespace {

// A new Z or M is 0, as where QGIS converts layers.
void fitCoordinates(QgsAbstractGeometry& geometry, bool z, bool m) {
  if (z && !geometry.is3D()) geometry.addZValue(0);
  if (m && !geometry.isMeasure()) geometry.addMValue(0);
  if (!z) geometry.dropZValue();
  if (!m) geometry.dropMValue();
}

}  // namespace

GeometryFit::GeometryFit(const std::string& type_name)
    : any_(type_name == "Geometry" || type_name == "NoGeometry" ||
           type_name.rfind("GeometryCollection", 0) == 0),
      type_(QgsWkbTypes::parseType(QString::fromStdString(type_name))) {}

bool GeometryFit::fit(QgsGeometry& geometry) const {
  if (any_ || geometry.isNull() || geometry.wkbType() == type_) return true;
  const bool wants_multi = QgsWkbTypes::isMultiType(type_);
  if (geometry.isEmpty() && (geometry.isMultipart() && !wants_multi)) {
    geometry = QgsGeometry();
    return true;
  }
  if (geometry.type() != QgsWkbTypes::geometryType(type_)) return false;
  if (wants_multi && !geometry.isMultipart()) geometry.convertToMultiType();
  if (geometry.wkbType() != type_) {
    fitCoordinates(*geometry.get(), QgsWkbTypes::hasZ(type_), QgsWkbTypes::hasM(type_));
  }
  return true;
}

}  // namespace geotask
