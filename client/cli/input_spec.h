// SPDX-License-Identifier: GPL-2.0-or-later
//
// What INPUT on the command line means.
//
//     data:world/countries     a layer of a source of the server
//     world.gpkg|countries     a layer of a local file, in any format that GDAL reads
//     lakes.shp                the one layer of a local file
//     -                        GeoJSON on standard input
#pragma once

#include <string>

#include "geotask/result.h"

namespace geotask::cli {

struct InputSpec {
  enum class Kind { kServer, kFile, kStandardInput };
  Kind kind = Kind::kFile;
  std::string source;  // kServer: the whole text; kFile: the path.
  std::string layer;   // kFile: the layer, or empty.
};

// INVALID_ARGUMENT for an empty text and for `data:` without source and layer.
client::Result<InputSpec> parseInput(const std::string& text);

}  // namespace geotask::cli
