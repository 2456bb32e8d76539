// SPDX-License-Identifier: GPL-2.0-or-later
//
// A call of an algorithm that works as pasted, as far as the server's sources hold what it needs.
//
//     exampleCall(centroids, info)
//
// gives `geotask run native:centroids --INPUT=data:world/countries --OUTPUT=centroids.gpkg`. What the
// sources do not hold is a local file by a name that says what it is: `points.gpkg`, `raster.tif`.
// Pure functions.
#pragma once

#include <string>

#include "geotask/v1/algorithms.pb.h"
#include "geotask/v1/server.pb.h"

namespace geotask::cli {

// The command, on one line. Parameters whose values have a structure are given as JSON on standard
// input: `echo '{"inputs": ...}' | geotask run ALG -`.
std::string exampleCall(const v1::Algorithm& algorithm, const v1::ServerInfo& info);

// Whether a parameter takes layers of this geometry type (`MultiPolygonZ`, `NoGeometry`).
bool takesGeometry(const v1::Parameter& parameter, const std::string& geometry_type);

// A word as a shell reads it: in quotes where it must be.
std::string shellWord(const std::string& word);

}  // namespace geotask::cli
