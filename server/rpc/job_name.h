// SPDX-License-Identifier: GPL-2.0-or-later
//
// The API's name of a job, jobs/{id}, and its id.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// INVALID_ARGUMENT INVALID_NAME for anything else than jobs/{id}.
absl::StatusOr<std::string> parseJobName(const std::string& name);

std::string jobName(const std::string& id);

}  // namespace geotask
