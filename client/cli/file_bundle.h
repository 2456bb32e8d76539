// SPDX-License-Identifier: GPL-2.0-or-later
//
// A local file and the files that belong to it: roads.shp with its .shx, .dbf and .prj, dem.asc with
// its .prj, a .gml with its .gfs or .xsd. Or all files of a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "geotask/client.h"
#include "geotask/result.h"

namespace geotask::cli {

// The file itself first; paths as in an upload, without the folder above it. What GDAL does not know
// goes alone. Files of a folder have its name above them. INVALID_ARGUMENT for a path that is not there
// or an empty folder.
client::Result<std::vector<client::Client::LocalFile>> fileBundle(const std::string& path);

// What a folder is called, however it is written: "photos" of "../photos/".
std::string folderName(const std::filesystem::path& folder);

}  // namespace geotask::cli
