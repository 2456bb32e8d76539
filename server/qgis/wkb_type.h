// SPDX-License-Identifier: GPL-2.0-or-later
//
// The type of a geometry's type: QgsWkbTypes::Type in QGIS 3.22, Qgis::WkbType since 3.30.
#pragma once

#include <qgsgeometry.h>
#include <qgswkbtypes.h>

namespace geotask {

using WkbType = decltype(QgsGeometry().wkbType());

}  // namespace geotask
