// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/resource_name.h"

#include "domain/errors.h"

namespace geotask {
namespace {

absl::StatusOr<std::string> parse(const std::string& collection, const std::string& name,
                                  const std::string& field, const char* remedy) {
  const std::string prefix = collection + "/";
  const std::string id =
      name.compare(0, prefix.size(), prefix) == 0 ? name.substr(prefix.size()) : std::string();
  if (id.empty() || id.find('/') != std::string::npos)
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_NAME", field, name, prefix + "{id}", remedy});
  return id;
}

constexpr char kOutputs[] = "/outputs/";

std::string withId(const std::string& collection, const std::string& id) {
  return id.empty() ? std::string() : collection + "/" + id;
}

}  // namespace

absl::StatusOr<std::string> parseJobName(const std::string& name, const std::string& field) {
  return parse("jobs", name, field, "Give the name of a job as SubmitJob or ListJobs answered it.");
}

std::string jobName(const std::string& id) { return withId("jobs", id); }

absl::StatusOr<OutputName> parseOutputName(const std::string& name, const std::string& field) {
  const size_t cut = name.find(kOutputs);
  auto id = parseJobName(name.substr(0, cut), field);
  if (!id.ok()) return id.status();
  OutputName parsed{*std::move(id), ""};
  if (cut != std::string::npos) parsed.output = name.substr(cut + std::string(kOutputs).size());
  if (cut != std::string::npos && parsed.output.empty())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_NAME", field, name, "jobs/{id} or jobs/{id}/outputs/{name}",
                      "`Job.outputs` lists what a job made."});
  return parsed;
}

std::string outputName(const std::string& job_id, const std::string& output) {
  return output.empty() ? jobName(job_id) : jobName(job_id) + kOutputs + output;
}

absl::StatusOr<std::string> parseDatasetName(const std::string& name, const std::string& field) {
  return parse("datasets", name, field,
               "Give the name of a dataset as UploadDataset or ListDatasets answered it.");
}

std::string datasetName(const std::string& id) { return withId("datasets", id); }

absl::StatusOr<std::string> parseAlgorithmName(const std::string& name, const std::string& field) {
  return parse("algorithms", name, field,
               "Give the name of an algorithm as ListAlgorithms answered it.");
}

std::string algorithmName(const std::string& id) { return withId("algorithms", id); }

}  // namespace geotask
