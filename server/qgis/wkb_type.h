// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <qgsgeometry.h>
#include <qgswkbtypes.h>

namespace geotask {

// Of a geometry's type: QgsWkbTypes::Type in QGIS 3.22, Qgis::WkbType since 3.30. Enumerators are named as its
// own: WkbType::Point.
using WkbType = decltype(QgsGeometry().wkbType());

// Of straight geometries of one kind and two dimensions: not those that may have curves, even where they have
// none, nor collections, which may hold such.
inline bool isPlainType(WkbType type) {
  return type == WkbType::Point || type == WkbType::LineString || type == WkbType::Polygon ||
         type == WkbType::MultiPoint || type == WkbType::MultiLineString ||
         type == WkbType::MultiPolygon;
}

}  // namespace geotask
