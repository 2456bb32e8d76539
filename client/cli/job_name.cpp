// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_name.h"

#include <algorithm>

namespace geotask::cli {
namespace {

const std::string kPrefix = "jobs/";

}  // namespace

client::Result<std::string> parseJobName(const std::string& text) {
  const std::string id = jobId(text);
  const bool good = !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (good) return kPrefix + id;
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_NAME",
                            "\"" + text + "\" is no job.",
                            "Give an ID or jobs/ID, as `geotask jobs` lists them.");
}

std::string jobId(const std::string& name) {
  return name.compare(0, kPrefix.size(), kPrefix) == 0 ? name.substr(kPrefix.size()) : name;
}

}  // namespace geotask::cli
