// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/call_inputs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/errors.h"
#include "domain/output_choice.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr std::array<const char*, 3> kSchemes = {"data:", "dataset:", "job:"};

// Of a dataset of rows: the name that its layer has for QGIS, which puts it into some results.
constexpr const char* kLayerNameLabel = "layer-name";

// Types of parameters whose texts are never references.
constexpr std::array<const char*, 8> kTextTypes = {"string",   "expression", "field", "color",
                                                   "datetime", "enum",       "point", "layout"};

bool takesText(const AlgorithmDescription& algorithm, const std::string& name) {
  const auto parameter =
      std::find_if(algorithm.parameters.begin(), algorithm.parameters.end(),
                   [&](const ParameterDescription& candidate) { return candidate.name == name; });
  return parameter != algorithm.parameters.end() &&
         std::find(kTextTypes.begin(), kTextTypes.end(), parameter->type) != kTextTypes.end();
}

void collect(const Json& value, std::set<std::string>& references) {
  if (value.is_structured()) {
    for (const Json& member : value) collect(member, references);
  } else if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    // Several with more about each: LAYER::~::...::|::LAYER::~::...
    for (absl::string_view row : absl::StrSplit(text, "::|::")) {
      for (const char* scheme : kSchemes) {
        if (!absl::StartsWith(row, scheme)) continue;
        row = row.substr(0, row.find("::~::"));
        references.emplace(row.substr(0, row.find('|')));
      }
    }
  }
}

// "dataset:abc/x/y" is "abc" and "x/y".
std::pair<std::string, std::string> split(const std::string& reference, const char* scheme) {
  const std::string rest = reference.substr(std::string(scheme).size());
  const size_t slash = rest.find('/');
  if (slash == std::string::npos) return {rest, ""};
  return {rest.substr(0, slash), rest.substr(slash + 1)};
}

absl::Status notThere(const char* reason, const std::string& reference, const std::string& accepted,
                      const std::string& remedy) {
  return makeError(absl::StatusCode::kNotFound, {reason, "", reference, accepted, remedy});
}

absl::Status withGiven(const absl::Status& status, const std::string& reference) {
  ErrorDetail detail = errorDetail(status);
  detail.field.clear();
  detail.given = reference;
  return makeError(status.code(), std::string(status.message()), std::move(detail));
}

}  // namespace

std::set<std::string> referencesOf(const ProcessingCall& call,
                                   const AlgorithmDescription& algorithm) {
  std::set<std::string> references;
  for (const auto& [name, value] : call.parameters.items()) {
    if (!takesText(algorithm, name)) collect(value, references);
  }
  if (!call.project.empty()) collect(call.project, references);
  return references;
}

std::string datasetOf(const std::string& reference) {
  if (!absl::StartsWith(reference, "dataset:")) return "";
  return split(reference, "dataset:").first;
}

absl::StatusOr<CallInput> CallInputs::find(const std::string& principal,
                                           const std::string& reference) const {
  if (absl::StartsWith(reference, "data:")) return findSource(reference);
  if (absl::StartsWith(reference, "dataset:")) return findDataset(principal, reference);
  return findOutput(principal, reference);
}

absl::StatusOr<CallInput> CallInputs::findSource(const std::string& reference) const {
  const auto [source, layer] = split(reference, "data:");
  const auto place = sources_.locate(source, layer);
  if (!place) {
    return notThere("UNKNOWN_LAYER", reference, "data:SOURCE/LAYER of a source on offer",
                    "GetServerInfo lists what is on offer.");
  }
  CallInput input;
  input.reference = reference;
  input.provider = place->provider;
  input.uri = place->uri;
  return input;
}

absl::StatusOr<CallInput> CallInputs::findDataset(const std::string& principal,
                                                  const std::string& reference) const {
  const auto [id, path] = split(reference, "dataset:");
  const auto dataset = datasets_.get(principal, id);
  if (!dataset.ok()) return withGiven(dataset.status(), reference);
  CallInput input;
  input.reference = reference;
  input.rows = dataset->features;
  input.files = dataset->files;
  if (input.rows) {
    if (!path.empty()) {
      return notThere("FILE_NOT_FOUND", reference, "dataset:" + id,
                      "This dataset holds rows and no files.");
    }
    const auto name = dataset->labels.find(kLayerNameLabel);
    input.layer_name = name != dataset->labels.end() && !name->second.empty() ? name->second : id;
    return input;
  }
  if (reference.back() == '/') return input;  // The folder.
  const std::vector<FileInfo>& files = input.files->files();
  input.path = path.empty() ? files.front().path : path;
  const bool there = std::any_of(files.begin(), files.end(), [&](const FileInfo& file) {
    return file.path == input.path || absl::StartsWith(file.path, input.path + "/");
  });
  if (there) return input;
  std::vector<std::string> names;
  for (const FileInfo& file : files) names.push_back(absl::StrCat("dataset:", id, "/", file.path));
  return notThere("FILE_NOT_FOUND", reference, shortList(names), "GetDataset lists its files.");
}

absl::StatusOr<CallInput> CallInputs::findOutput(const std::string& principal,
                                                 const std::string& reference) const {
  const auto [id, rest] = split(reference, "job:");
  const size_t slash = rest.find('/');
  const std::string name = rest.substr(0, slash);
  auto result = board_.result(principal, id);
  if (!result.ok()) return withGiven(result.status(), reference);
  if (result->job.state != JobState::kSucceeded) {
    return withGiven(inputNotReady(result->job), reference);
  }
  const auto chosen = chooseOutput(result->outputs, name, isStored);
  if (!chosen.ok()) return withGiven(chosen.status(), reference);
  CallInput input;
  input.reference = reference;
  if ((*chosen)->rows) {
    input.rows = (*chosen)->rows->featureSet(*(*chosen)->output.schema);
    // It was deleted just now: say so as for one that is gone.
    if (input.rows == nullptr) return withGiven(jobNotFound(id), reference);
    input.layer_name = (*chosen)->output.layer_name;
    return input;
  }
  input.files = (*chosen)->files;
  if (slash != std::string::npos) {
    input.path = rest.substr(slash + 1);
  } else if (!(*chosen)->output.folder) {
    input.path = input.files->files().front().path;
  }
  return input;
}

}  // namespace geotask
