// SPDX-License-Identifier: GPL-2.0-or-later
//
// The API's names of things, jobs/{id}, datasets/{id} and algorithms/{id}, and their ids.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace geotask {

// INVALID_ARGUMENT INVALID_NAME, for the field, for anything else than jobs/{id}.
absl::StatusOr<std::string> parseJobName(const std::string& name,
                                         const std::string& field = "name");
std::string jobName(const std::string& id);

// The same for jobs/{id}/outputs/{name}; jobs/{id} alone gives an empty output.
struct OutputName {
  std::string job_id;
  std::string output;
};
absl::StatusOr<OutputName> parseOutputName(const std::string& name, const std::string& field);
std::string outputName(const std::string& job_id, const std::string& output);

// The same for datasets/{id}.
absl::StatusOr<std::string> parseDatasetName(const std::string& name,
                                             const std::string& field = "name");
std::string datasetName(const std::string& id);

// The same for algorithms/{id}.
absl::StatusOr<std::string> parseAlgorithmName(const std::string& name,
                                               const std::string& field = "name");
std::string algorithmName(const std::string& id);

}  // namespace geotask
