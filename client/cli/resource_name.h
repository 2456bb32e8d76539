// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names of jobs and datasets as people type them. `jobs/ID` and `datasets/ID` are the API's own
// names; `job:ID` and `dataset:ID` are how INPUT refers to them; an ID alone is a job.
//
//     parseName("dataset:lakes")   // datasets/lakes
//     parseName("rivers-2024")     // jobs/rivers-2024
#pragma once

#include <string>

#include "geotask/result.h"

namespace geotask::cli {

// The API's name. INVALID_ARGUMENT for what cannot be one, with the form of an id.
client::Result<std::string> parseName(const std::string& text);

// The same where only a job will do.
client::Result<std::string> parseJobName(const std::string& text);

// What a name of the API names.
bool isDatasetName(const std::string& name);

// A name of the API as INPUT takes it: `dataset:lakes` for `datasets/lakes`.
std::string referenceOf(const std::string& name);

}  // namespace geotask::cli
