// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names of jobs as people type them: `ID` or `jobs/ID`.
#pragma once

#include <string>

#include "geotask/result.h"

namespace geotask::cli {

// The API's name, `jobs/ID`. INVALID_ARGUMENT for what cannot be an id.
client::Result<std::string> parseJobName(const std::string& text);

// The id alone.
std::string jobId(const std::string& name);

}  // namespace geotask::cli
