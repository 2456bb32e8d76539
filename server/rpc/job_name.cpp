// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/job_name.h"

#include "domain/errors.h"

namespace geotask {
namespace {

const std::string kPrefix = "jobs/";

}  // namespace

absl::StatusOr<std::string> parseJobName(const std::string& name) {
  const std::string id =
      name.compare(0, kPrefix.size(), kPrefix) == 0 ? name.substr(kPrefix.size()) : std::string();
  if (id.empty() || id.find('/') != std::string::npos)
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_NAME", "name", name, "jobs/{id}",
                      "Give the name of a job as SubmitJob or ListJobs answered it."});
  return id;
}

std::string jobName(const std::string& id) { return id.empty() ? std::string() : kPrefix + id; }

}  // namespace geotask
