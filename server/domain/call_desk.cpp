// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/call_desk.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/algorithm_dangers.h"
#include "domain/algorithm_lookup.h"
#include "domain/errors.h"

namespace geotask {

namespace {

constexpr char kField[] = "spec.processing";
// The parameter that holds a reference; empty: the project.
std::string parameterWith(const ProcessingCall& call, const std::string& reference) {
  for (const auto& [name, value] : call.parameters.items()) {
    if (value.dump().find(Json(reference).dump().substr(1, reference.size())) != std::string::npos)
      return name;
  }
  return "";
}

// Whether a parameter that the algorithm changes in place holds the reference.
bool isChanged(const ProcessingCall& call, const AlgorithmDescription& algorithm,
               const std::string& reference) {
  const std::string name = parameterWith(call, reference);
  return std::any_of(algorithm.parameters.begin(), algorithm.parameters.end(),
                     [&](const ParameterDescription& parameter) {
                       return parameter.name == name && changesInPlace(algorithm, parameter);
                     });
}

absl::Status atParameter(const ProcessingCall& call, const std::string& reference,
                         const absl::Status& status) {
  ErrorDetail detail = errorDetail(status);
  const std::string name = parameterWith(call, reference);
  detail.field =
      name.empty() ? absl::StrCat(kField, ".project") : absl::StrCat(kField, ".parameters.", name);
  const std::string message = absl::StrCat(detail.field, ": ", std::string(status.message()));
  return makeError(status.code(), message, std::move(detail));
}

}  // namespace

absl::Status CallDesk::check(const ProcessingCall& call, const CrsRegistry& crs) const {
  const auto algorithms = catalogue_.algorithms();
  if (!algorithms) return catalogueNotReady();
  const std::string field = absl::StrCat(kField, ".algorithm");
  const AlgorithmDescription* algorithm = findAlgorithm(*algorithms, call.algorithm);
  if (algorithm == nullptr) return unknownAlgorithm(field, call.algorithm, *algorithms);
  if (!algorithm->denied.empty()) {
    return makeError(
        absl::StatusCode::kPermissionDenied,
        absl::StrCat(field, ": ", call.algorithm, " may not be run here: ", algorithm->denied),
        {"ALGORITHM_DENIED", field, call.algorithm, "an algorithm that is allowed",
         algorithm->denied});
  }
  if (absl::Status status = policy_(*algorithm, call.parameters); !status.ok()) {
    return atField(kField, status);
  }
  if (!call.project.empty() && !absl::StartsWith(call.project, "dataset:") &&
      !absl::StartsWith(call.project, "job:")) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_PARAMETER", "spec.processing.project", call.project,
                      "dataset:ID/PROJECT.qgz", "Upload the project as a dataset of files."});
  }
  if (!call.project_crs.empty())
    return atField("spec.processing.project_crs", crs.check(call.project_crs));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<CallInput>> CallDesk::resolve(const std::string& principal,
                                                         const ProcessingCall& call,
                                                         const CallInputs& inputs) const {
  const auto algorithms = catalogue_.algorithms();
  const AlgorithmDescription* algorithm =
      algorithms ? findAlgorithm(*algorithms, call.algorithm) : nullptr;
  if (algorithm == nullptr) return catalogueNotReady();
  std::vector<CallInput> found;
  for (const std::string& reference : referencesOf(call, *algorithm)) {
    auto input = inputs.find(principal, reference);
    if (!input.ok()) return atParameter(call, reference, input.status());
    input->changed = isChanged(call, *algorithm, reference);
    found.push_back(*std::move(input));
  }
  return found;
}

}  // namespace geotask
