// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/folder_databases.h"

#include <gdal_priv.h>

#include <string>

namespace geotask {

namespace {

using Open = GDALDataset* (*)(GDALOpenInfo*);

Open open_as_before = nullptr;

// The list of tables, which every one has. Opening it tells what access(2) does not: what Landlock
// bars.
bool canBeWritten(const std::string& folder) {
  VSILFILE* tables = VSIFOpenL((folder + "/a00000001.gdbtable").c_str(), "r+b");
  if (tables == nullptr) return false;
  VSIFCloseL(tables);
  return true;
}

GDALDataset* openAsAllowed(GDALOpenInfo* info) {
  const bool refused =
      info->eAccess == GA_Update && info->bIsDirectory && !canBeWritten(info->pszFilename);
  return refused ? nullptr : open_as_before(info);
}

}  // namespace

void keepReadOnlyGeodatabases() {
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("OpenFileGDB");
  if (driver == nullptr || driver->pfnOpen == nullptr || open_as_before != nullptr) return;
  open_as_before = driver->pfnOpen;
  driver->pfnOpen = openAsAllowed;
}

}  // namespace geotask
