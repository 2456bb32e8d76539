// SPDX-License-Identifier: GPL-2.0-or-later
//
// The whole command line as JSON: what `geotask --json-usage` prints and what completion works from.
//
//     {"name": "geotask", "version": "0.1.0", "description": "...", "options": [OPTION...],
//      "verbs": [{"name": "buffer", "description": "...", "arguments": [OPTION...],
//                 "options": [OPTION...], "footer": "..."}]}
//
// An OPTION is {"names": ["--output", "-o"], "description": "...", "value": "FILE", "kind": "file",
// "choices": [...], "required": false, "repeatable": false}. Without "value" it is a flag; an argument
// has one name without dashes. "kind" (see value_kinds.h) and "choices" are there where they are known.
#pragma once

#include <CLI/App.hpp>

#include <nlohmann/json.hpp>

namespace geotask::cli {

nlohmann::ordered_json usageOf(CLI::App& app);

}  // namespace geotask::cli
