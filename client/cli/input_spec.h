// SPDX-License-Identifier: GPL-2.0-or-later
//
// What INPUT on the command line means.
//
//     data:world/countries     a layer of a source of the server
//     dataset:lakes            features that were uploaded before; `datasets/lakes` too
//     job:rivers-2024          what another job has made; `jobs/rivers-2024` too
//     world.gpkg|countries     a layer of a local file, in any format that GDAL reads
//     lakes.shp                the one layer of a local file
//     -                        GeoJSON on standard input
//
// A local file goes before `datasets/ID` and `jobs/ID`, and before the bar: a file that has one in
// its name is taken whole.
#pragma once

#include <string>

#include "geotask/result.h"

namespace geotask::cli {

struct InputSpec {
  enum class Kind { kLayer, kDataset, kJob, kFile, kStandardInput };
  Kind kind = Kind::kFile;
  // kLayer: the whole text; kDataset and kJob: the API's name, `datasets/lakes`; kFile: the path.
  std::string source;
  std::string layer;  // kFile: the layer, or empty.

  // Whether the data is on this machine.
  bool isLocal() const { return kind == Kind::kFile || kind == Kind::kStandardInput; }
};

// Looks whether there is a file of that name. INVALID_ARGUMENT for an empty text, for `data:`
// without source and layer, and for what cannot be the id of a dataset or a job.
client::Result<InputSpec> parseInput(const std::string& text);

}  // namespace geotask::cli
