// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/versions.h"

#include <gdal.h>
#include <geos_c.h>
#include <proj.h>
#include <qgis.h>

namespace geotask {

LibraryVersions libraryVersions() {
  return {Qgis::version().toStdString(), GEOSversion(), GDALVersionInfo("RELEASE_NAME"),
          proj_info().version, qVersion()};
}

}  // namespace geotask
