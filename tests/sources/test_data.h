// SPDX-License-Identifier: GPL-2.0-or-later
//
// Small data sets, written with GDAL for the tests of this folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace geotask::testing {

// A folder that is removed with its content at the end of the test.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  std::string path(const std::string& name) const { return (dir_ / name).string(); }
  std::string path() const { return dir_.string(); }

 private:
  std::filesystem::path dir_;
};

// Writes GeoJSON text to a file; GDAL reads it as one layer.
void writeGeoJson(const std::string& path, const std::string& text);

// A GeoPackage in EPSG:3857 with these layers of points, each with one row at (1 2).
void writePoints(const std::string& path, const std::vector<std::string>& layers);

// A GeoTIFF in EPSG:3857 of 4 by 3 cells with two bands.
void writeRaster(const std::string& path);

// A GeoPackage with a layer `typed` whose first row has a value of each type and whose second has
// none.
void writeTyped(const std::string& path);

}  // namespace geotask::testing
