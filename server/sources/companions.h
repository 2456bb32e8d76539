// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files that belong to a file of the operator.
#pragma once

#include <string>
#include <vector>

namespace geotask {

// The file, or folder, and of a file what stands beside it under its name: roads.dbf, roads.prj of
// roads.shp; world.gpkg-wal of world.gpkg; dem.tif.aux.xml of dem.tif. As they are now.
std::vector<std::string> withCompanions(const std::string& path);

}  // namespace geotask
