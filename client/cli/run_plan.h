// SPDX-License-Identifier: GPL-2.0-or-later
//
// What of a call concerns this machine: files that go to the server, and places where outputs are to
// be written here.
//
//     planRun({"INPUT": "roads.gpkg|layername=a", "OUTPUT": "maps/out.gpkg"}, algorithm, upload)
//
// gives the parameters {"INPUT": "dataset:x", "OUTPUT": "out.gpkg"} and the download {"OUTPUT": "maps/out.gpkg"}.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "geotask/result.h"
#include "geotask/v1/algorithms.pb.h"

namespace geotask::cli {

struct RunPlan {
  nlohmann::json parameters;                     // As the server is to get them.
  std::map<std::string, std::string> downloads;  // Local paths, by output.
};

// Both functions return the error that ends the planning.
struct RunPlanner {
  bool with_project = false;  // What is no file here may be a layer of the project.

  // Whether an output of this name may be written to this place; asked before any file is brought.
  std::function<client::Result<void>(const std::string& output, const std::string& place)> place;
  // Brings local data, FILE or FILE|layername=LAYER, to the server and gives the reference of it.
  std::function<client::Result<std::string>(const std::string& text)> reference;
};

// INVALID_ARGUMENT for an input that is neither a reference nor a file that is there (without a project),
// and for two outputs that would be written to one place.
client::Result<RunPlan> planRun(const nlohmann::json& parameters, const v1::Algorithm& algorithm,
                                const RunPlanner& planner);

// Whether a text is one of data:, dataset:, job:.
bool isReference(const std::string& text);

}  // namespace geotask::cli
