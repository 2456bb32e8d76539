// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/submit_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/job_id.h"
#include "domain/text.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

constexpr size_t kMaxRequestIdBytes = 128;
constexpr size_t kMaxLabels = 32;
constexpr size_t kMaxLabelKeyBytes = 63;
constexpr size_t kMaxLabelValueBytes = 255;
constexpr int kMaxPriority = 10;
constexpr absl::Duration kMinTtl = absl::Seconds(1);
constexpr absl::Duration kSourceRetryDelay = absl::Seconds(5);
constexpr char kLayerField[] = "spec.input.layer";

absl::Status invalid(ErrorDetail detail) {
  return makeError(absl::StatusCode::kInvalidArgument, std::move(detail));
}

absl::Status checkIds(const SubmitRequest& request) {
  if (!request.job_id.empty() && !isJobId(request.job_id)) {
    return invalid({"INVALID_ID", "job_id", request.job_id,
                    "1 to 63 characters from a-z0-9-, a letter or digit at both ends"});
  }
  if (request.request_id.size() > kMaxRequestIdBytes) {
    return invalid({"INVALID_ID", "request_id", request.request_id, "at most 128 bytes"});
  }
  return absl::OkStatus();
}

bool isLabelKey(const std::string& key) {
  const auto allowed = [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '.' || c == '_' || c == '-';
  };
  return !key.empty() && key.size() <= kMaxLabelKeyBytes &&
         absl::ascii_islower(static_cast<unsigned char>(key.front())) &&
         std::all_of(key.begin(), key.end(), allowed);
}

absl::Status checkLabels(const std::map<std::string, std::string>& labels) {
  if (labels.size() > kMaxLabels) {
    return invalid({"INVALID_LABEL", "spec.labels", absl::StrCat(labels.size(), " labels"),
                    "at most 32 labels"});
  }
  for (const auto& [key, value] : labels) {
    if (!isLabelKey(key)) {
      std::string shown = key;
      cutText(shown, kMaxLabelKeyBytes);
      return invalid({"INVALID_LABEL", absl::StrCat("spec.labels[", shown, "]"),
                      absl::StrCat("the key \"", key, "\""),
                      "keys of 1 to 63 characters from a-z0-9._- that begin with a letter"});
    }
    if (value.size() > kMaxLabelValueBytes) {
      return invalid({"INVALID_LABEL", absl::StrCat("spec.labels[", key, "]"), value,
                      "values of at most 255 bytes"});
    }
  }
  return absl::OkStatus();
}

absl::Status checkTreatment(const JobSpec& spec, absl::Duration max_ttl) {
  if (spec.priority < -kMaxPriority || spec.priority > kMaxPriority) {
    return invalid({"OUT_OF_RANGE", "spec.priority", absl::StrCat(spec.priority), "-10 to 10"});
  }
  if (spec.ttl && (*spec.ttl < kMinTtl || *spec.ttl > max_ttl)) {
    return invalid({"OUT_OF_RANGE", "spec.ttl", absl::FormatDuration(*spec.ttl),
                    absl::StrCat("1s to ", absl::FormatDuration(max_ttl))});
  }
  return checkLabels(spec.labels);
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

absl::Status checkSchema(const Schema& schema) {
  const std::string path = "spec.input.features.schema";
  if (!isGeometryTypeName(schema.geometry_type)) {
    return invalid({"INVALID_SCHEMA", path + ".geometry_type", schema.geometry_type,
                    "an OGC name such as Point, MultiPolygonZ or Geometry"});
  }
  std::set<std::string> names;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const std::string& name = schema.fields[i].name;
    if (name.empty() || !names.insert(name).second) {
      return invalid({"INVALID_SCHEMA", absl::StrCat(path, ".fields[", i, "].name"),
                      name.empty() ? "an empty name" : absl::StrCat("a second ", name),
                      "a name, unique within the schema"});
    }
  }
  return absl::OkStatus();
}

absl::Status checkInput(const JobSpec& spec, const SourceCatalogue& sources, const CrsRegistry& crs,
                        Schema& schema) {
  if (spec.input == InputKind::kLayer) return findLayer(spec, *sources.sources(), schema);
  schema = spec.input_schema;
  const bool geojson = spec.input == InputKind::kGeoJson;
  if (!geojson) {
    const absl::Status checked = checkSchema(schema);
    if (!checked.ok()) return checked;
  }
  if (schema.crs.empty()) return absl::OkStatus();
  return atField(geojson ? "spec.input.geojson_crs" : "spec.input.features.schema.crs",
                 crs.check(schema.crs));
}

}  // namespace

absl::Status checkSubmit(const SubmitRequest& request, absl::Duration max_ttl,
                         const SourceCatalogue& sources, const CrsRegistry& crs) {
  const JobSpec& spec = request.spec;
  absl::Status status = checkIds(request);
  if (status.ok()) status = checkTreatment(spec, max_ttl);
  if (status.ok()) status = atField("spec", checkBufferOptions(spec.buffer));
  if (status.ok() && !spec.buffer.output_crs.empty()) {
    status = atField("spec.buffer.output_crs", crs.check(spec.buffer.output_crs));
  }
  Schema input;
  if (status.ok()) status = checkInput(spec, sources, crs, input);
  if (status.ok()) status = atField("spec", checkBufferInput(spec.buffer, input));
  return status;
}

}  // namespace geotask
