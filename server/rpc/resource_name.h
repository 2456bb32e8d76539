// SPDX-License-Identifier: GPL-2.0-or-later
//
// The API's names of things, jobs/{id} and datasets/{id}, and their ids.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// INVALID_ARGUMENT INVALID_NAME, for the field, for anything else than jobs/{id}.
absl::StatusOr<std::string> parseJobName(const std::string& name,
                                         const std::string& field = "name");
std::string jobName(const std::string& id);

// The same for datasets/{id}.
absl::StatusOr<std::string> parseDatasetName(const std::string& name,
                                             const std::string& field = "name");
std::string datasetName(const std::string& id);

}  // namespace geotask
