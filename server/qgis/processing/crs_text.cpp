// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/crs_text.h"

#include <qgsconfig.h>

namespace geotask {

std::string crsText(const QgsCoordinateReferenceSystem& crs) {
  if (!crs.isValid()) return "";
  const QString code = crs.authid();
  if (!code.isEmpty() && !code.startsWith(QLatin1String("USER:"))) return code.toStdString();
#if _QGIS_VERSION_INT >= 33600
  return crs.toWkt(Qgis::CrsWktVariant::Preferred).toStdString();
#else
  return crs.toWkt(QgsCoordinateReferenceSystem::WKT_PREFERRED).toStdString();
#endif
}

}  // namespace geotask
