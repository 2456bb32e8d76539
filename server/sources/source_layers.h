// SPDX-License-Identifier: GPL-2.0-or-later
//
// Looks into a source: which layers it has and where each of them is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/catalogue.h"

namespace geotask {

// A source as the operator configured it: a path to a file or folder, or a GDAL connection string
// such as `PG:host=db dbname=gis`.
struct SourceConfig {
  std::string name;
  std::string location;
};

// Where GDAL finds a layer.
struct LayerPlace {
  std::string location;
  std::string layer;
};

struct SourceDescription {
  SourceInfo info;
  std::map<std::string, LayerPlace> places;    // By the layer's name in `info`.
  std::map<std::string, std::string> rasters;  // Locations, by the raster's name in `info`.
  std::string operator_error;                  // As info.error, with what GDAL says, for the log.
};

// File or folder when there is one at the location, else a database.
SourceKind sourceKind(const SourceConfig& config);

// Opens and describes it. In a folder each file that GDAL can read counts: a file with one layer is
// named by its stem (`roads.shp` is `roads`), the layers of another are `STEM/LAYER`, a raster is
// named as its file (`dem.tif`). Sub-folders are left alone, but for those that are data themselves
// (`.gdb`). Files that hold several rasters are no rasters here. Not for the main thread.
SourceDescription describeSource(const SourceConfig& config, absl::Time now);

// Changes when files of the source were changed, added or removed; 0 for a database.
uint64_t sourceFingerprint(const SourceConfig& config);

}  // namespace geotask
