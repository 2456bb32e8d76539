// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/resource_name.h"

#include <algorithm>

namespace geotask::cli {
namespace {

const std::string kJobs = "jobs/";
const std::string kDatasets = "datasets/";

bool startsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

bool isIdCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

bool isId(const std::string& text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), isIdCharacter);
}

client::Error invalidName(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_NAME", message, remedy);
}

}  // namespace

client::Result<std::string> parseName(const std::string& text) {
  std::string collection = kJobs;
  std::string id = text;
  for (const std::string& prefix :
       {kJobs, kDatasets, std::string("job:"), std::string("dataset:")}) {
    if (!startsWith(text, prefix)) continue;
    if (prefix[0] == 'd') collection = kDatasets;
    id = text.substr(prefix.size());
    break;
  }
  if (isId(id)) return collection + id;
  const bool is_job = collection == kJobs;
  client::Error error = invalidName("\"" + text + "\" is no " + (is_job ? "job." : "dataset."),
                                    is_job ? "Give an ID or jobs/ID, as `geotask jobs` lists them."
                                           : "Give dataset:ID, as `geotask datasets` lists them.");
  error.accepted = "an ID of 1 to 63 characters from a-z0-9-, a letter or digit at both ends";
  return error;
}

client::Result<std::string> parseJobName(const std::string& text) {
  client::Result<std::string> name = parseName(text);
  if (!name.ok() || !isDatasetName(*name)) return name;
  return invalidName("\"" + text + "\" is a dataset, and a job is wanted.",
                     "Give an ID or jobs/ID, as `geotask jobs` lists them.");
}

bool isDatasetName(const std::string& name) { return startsWith(name, kDatasets); }

std::string referenceOf(const std::string& name) {
  const size_t slash = name.find('/');
  if (slash == std::string::npos) return name;
  return (isDatasetName(name) ? "dataset:" : "job:") + name.substr(slash + 1);
}

}  // namespace geotask::cli
