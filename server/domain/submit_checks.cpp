// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/submit_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/request_checks.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr int kMaxPriority = 10;
constexpr absl::Duration kSourceRetryDelay = absl::Seconds(5);
constexpr char kLayerField[] = "spec.input.layer";

absl::Status checkPriority(int priority) {
  if (priority >= -kMaxPriority && priority <= kMaxPriority) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"OUT_OF_RANGE", "spec.priority", absl::StrCat(priority), "-10 to 10"});
}

template <typename Things>
std::vector<std::string> namesOf(const Things& things, const std::string& prefix) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(prefix + thing.name);
  return names;
}

std::string accepted(const std::vector<std::string>& names) {
  return names.empty() ? "nothing (there is none)" : shortList(names);
}

// Finds the schema of the layer that the job names.
absl::Status findLayer(const JobSpec& spec, const std::vector<SourceInfo>& sources,
                       Schema& schema) {
  const std::string given = absl::StrCat("data:", spec.source, "/", spec.layer);
  const auto source =
      std::find_if(sources.begin(), sources.end(),
                   [&](const SourceInfo& candidate) { return candidate.name == spec.source; });
  if (source == sources.end()) {
    return makeError(absl::StatusCode::kNotFound, {"UNKNOWN_SOURCE", kLayerField, given,
                                                   absl::StrCat("a layer of one of the sources ",
                                                                accepted(namesOf(sources, ""))),
                                                   "GetServerInfo lists what is on offer."});
  }
  const auto layer =
      std::find_if(source->layers.begin(), source->layers.end(),
                   [&](const LayerInfo& candidate) { return candidate.name == spec.layer; });
  if (layer != source->layers.end()) {
    schema = layer->schema;
  } else if (!source->error.empty()) {
    return makeError(
        absl::StatusCode::kUnavailable,
        absl::StrCat(kLayerField, ": the source ", spec.source, " cannot be read: ", source->error),
        {"SOURCE_UNREADABLE", kLayerField, given, "", "Retry later, or tell the operator.",
         kSourceRetryDelay});
  } else {
    return makeError(absl::StatusCode::kNotFound,
                     {"UNKNOWN_LAYER", kLayerField, given,
                      accepted(namesOf(source->layers, absl::StrCat("data:", source->name, "/"))),
                      "GetServerInfo lists what is on offer."});
  }
  if (schema.geometry_type == "NoGeometry") {
    return makeError(absl::StatusCode::kInvalidArgument,
                     absl::StrCat(kLayerField, ": ", given, " is a table without geometry"),
                     {"INVALID_LAYER", kLayerField, given, "a layer with geometry",
                      "GetServerInfo tells the geometry type of each layer."});
  }
  return absl::OkStatus();
}

absl::Status checkTable(const char* field, const std::string& given, const Schema& schema) {
  if (schema.geometry_type != "NoGeometry") return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat(field, ": ", given, " is a table without geometry"),
                   {"INVALID_LAYER", field, given, "rows with geometry", "Name another input."});
}

absl::Status checkInput(const JobSpec& spec, const SourceCatalogue& sources, const CrsRegistry& crs,
                        Schema& schema) {
  if (spec.input == InputKind::kLayer) return findLayer(spec, *sources.sources(), schema);
  schema = spec.input_schema;
  switch (spec.input) {
    case InputKind::kDataset:
      return checkTable("spec.input.dataset", "datasets/" + spec.input_id, schema);
    case InputKind::kJob:
      return checkTable("spec.input.job", "jobs/" + spec.input_id, schema);
    case InputKind::kGeoJson:
      return schema.crs.empty() ? absl::OkStatus()
                                : atField("spec.input.geojson_crs", crs.check(schema.crs));
    default:
      break;
  }
  const std::string field = "spec.input.features.schema";
  absl::Status status = checkRowSchema(field, schema);
  if (!status.ok() || schema.crs.empty()) return status;
  return atField(field + ".crs", crs.check(schema.crs));
}

absl::Status checkCrs(const std::string& text, const std::string& field, const CrsRegistry& crs) {
  return text.empty() ? absl::OkStatus() : atField(field, crs.check(text));
}

// The options by themselves.
absl::Status checkOptions(const JobSpec& spec, const CrsRegistry& crs) {
  if (spec.operation != Operation::kTransform) {
    absl::Status status = checkBufferOptions(spec.buffer);
    return status.ok() ? checkCrs(spec.buffer.output_crs, "buffer.output_crs", crs) : status;
  }
  absl::Status status = checkTransform(spec.transform);
  const auto& operations = spec.transform.operations;
  for (size_t i = 0; i < operations.size() && status.ok(); ++i) {
    const std::string field = operationField(spec.transform, i);
    if (const auto* reproject = std::get_if<Transform::Reproject>(&operations[i])) {
      status = checkCrs(reproject->target_crs, field + ".target_crs", crs);
    } else if (const auto* buffer = std::get_if<BufferOptions>(&operations[i])) {
      status = checkCrs(buffer->output_crs, field + ".output_crs", crs);
    }
  }
  return status;
}

absl::Status checkOptionsOn(const JobSpec& spec, const Schema& input) {
  return spec.operation == Operation::kTransform ? checkTransformInput(spec.transform, input)
                                                 : checkBufferInput(spec.buffer, input);
}

}  // namespace

absl::Status checkTreatment(const SubmitRequest& request, absl::Duration max_ttl) {
  const JobSpec& spec = request.spec;
  absl::Status status = checkChosenId("job_id", request.job_id);
  if (status.ok()) status = checkRequestId(request.request_id);
  if (status.ok()) status = checkPriority(spec.priority);
  if (status.ok()) status = checkTtl("spec.ttl", spec.ttl, max_ttl);
  return status.ok() ? checkLabels("spec.labels", spec.labels) : status;
}

absl::Status checkSubmit(const SubmitRequest& request, absl::Duration max_ttl,
                         const SourceCatalogue& sources, const CrsRegistry& crs) {
  const JobSpec& spec = request.spec;
  absl::Status status = checkTreatment(request, max_ttl);
  if (status.ok()) status = atField("spec", checkOptions(spec, crs));
  Schema input;
  if (status.ok()) status = checkInput(spec, sources, crs, input);
  if (status.ok()) status = atField("spec", checkOptionsOn(spec, input));
  return status;
}

}  // namespace geotask
