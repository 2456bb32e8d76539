// SPDX-License-Identifier: GPL-2.0-or-later
//
// What follows the algorithm on the command line of `geotask run`, or comes as JSON: as
// `qgis_process run` takes it.
//
//     parseRunWords({"--INPUT=roads.gpkg", "--FIELDS=a", "--FIELDS=b", "--ellipsoid=EPSG:7030"})
//
// gives the parameters {"INPUT": "roads.gpkg", "FIELDS": ["a", "b"]}. Pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "geotask/result.h"

namespace geotask::cli {

struct RunCall {
  nlohmann::json parameters = nlohmann::json::object();
  std::string ellipsoid;
  std::string distance_unit;
  std::string area_unit;
  std::string project;  // A local file or a reference.
};

// Words `--KEY=VALUE`, `--KEY VALUE` and, without the dashes, `KEY=VALUE`; a key that comes again makes
// a list. The settings of qgis_process, `--ellipsoid`, `--distance_units`, `--area_units` and
// `--project_path`, are known too. INVALID_ARGUMENT for a word that is none of this.
client::Result<RunCall> parseRunWords(const std::vector<std::string>& words);

// `{"inputs": {...}, "ellipsoid": ..., "distance_units": ..., "area_units": ..., "project_path": ...}`,
// of which all but `inputs` may be missing. INVALID_ARGUMENT for other texts and other keys.
client::Result<RunCall> parseRunJson(const std::string& text);

// The command that runs an algorithm with these parameters, as a shell reads it.
std::string runCommand(const std::string& algorithm, const nlohmann::json& parameters);

}  // namespace geotask::cli
