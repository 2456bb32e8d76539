// SPDX-License-Identifier: GPL-2.0-or-later
//
// Versions of what this room stands on, as they are at run time.
#pragma once

#include <string>

namespace geotask {

struct LibraryVersions {
  std::string qgis, geos, gdal, proj, qt;
};

LibraryVersions libraryVersions();

}  // namespace geotask
