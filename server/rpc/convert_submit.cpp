// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_submit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/convert_feature.h"
#include "domain/errors.h"
#include "domain/wkb.h"
#include "rpc/convert_buffer.h"
#include "rpc/convert_processing.h"
#include "rpc/convert_time.h"
#include "rpc/geojson.h"
#include "rpc/resource_name.h"
#include "rpc/row_check.h"
#include "rpc/schema_check.h"

namespace geotask {
namespace {

absl::Status missing(const char* field, const char* accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"MISSING_FIELD", field, "", accepted, "Set it."});
}

absl::Status tooLarge(const std::string& field, const std::string& given,
                      const std::string& accepted) {
  return makeError(absl::StatusCode::kResourceExhausted,
                   {"INLINE_TOO_LARGE", field, given, accepted,
                    "Send the features by SubmitJobWithFeatures, or upload a dataset."});
}

absl::Status checkInline(const std::string& field, uint64_t bytes, uint64_t features,
                         const Limits& limits) {
  if (bytes > limits.max_inline_bytes)
    return tooLarge(field, absl::StrCat(bytes, " bytes"),
                    absl::StrCat("at most ", limits.max_inline_bytes, " bytes"));
  if (features > limits.max_inline_features)
    return tooLarge(field, absl::StrCat(features, " features"),
                    absl::StrCat("at most ", limits.max_inline_features, " features"));
  return absl::OkStatus();
}

absl::Status takeReference(InputKind kind, const absl::StatusOr<std::string>& id, JobSpec& spec) {
  if (!id.ok()) return id.status();
  spec.input = kind;
  spec.input_id = *id;
  return absl::OkStatus();
}

absl::Status takeRows(v1::InlineFeatures& proto, const Limits& limits, SubmitRequest& request) {
  if (absl::Status status =
          checkInline("spec.input.features", proto.ByteSizeLong(), proto.features_size(), limits);
      !status.ok())
    return status;
  if (absl::Status status = checkSchema(proto.schema()); !status.ok())
    return atField("spec.input.features.schema", status);
  const RowCheck rows(fromProto(proto.schema()), limits.max_vertices);
  FeatureBatch batch;
  batch.reserve(proto.features_size());
  for (v1::Feature& row : *proto.mutable_features()) {
    if (absl::Status status = rows.check(row); !status.ok())
      return atField(absl::StrCat("spec.input.features.features[", batch.size(), "]"), status);
    batch.push_back(takeFeature(row));
  }
  request.spec.input = InputKind::kFeatures;
  request.spec.input_schema = rows.schema();
  request.inputs.features = makeMemoryFeatureSet(rows.schema(), std::move(batch));
  return absl::OkStatus();
}

absl::Status takeGeoJson(const v1::Input& proto, const Limits& limits, SubmitRequest& request) {
  const char* field = "spec.input.geojson";
  absl::Status small = checkInline(field, proto.geojson().size(), 0, limits);
  if (!small.ok()) return small;
  auto features = parseGeoJson(proto.geojson(), proto.geojson_crs());
  if (!features.ok()) return atField(field, features.status());
  small = checkInline(field, 0, features->rows.size(), limits);
  if (!small.ok()) return small;
  for (size_t i = 0; i < features->rows.size(); ++i) {
    if (!features->rows[i].wkb) continue;
    const absl::Status few = checkVertexCount(*features->rows[i].wkb, limits.max_vertices);
    if (few.ok()) continue;
    ErrorDetail detail = errorDetail(few);
    detail.field = field;
    detail.given = absl::StrCat("feature ", features->rows[i].id, " with ", detail.given);
    return makeError(few.code(), std::move(detail));
  }
  request.spec.input = InputKind::kGeoJson;
  request.spec.input_schema = features->schema;
  request.inputs.features =
      makeMemoryFeatureSet(std::move(features->schema), std::move(features->rows));
  return absl::OkStatus();
}

absl::Status takeInput(v1::Input& proto, const Limits& limits, SubmitRequest& request) {
  if (!proto.geojson_crs().empty() && proto.source_case() != v1::Input::kGeojson)
    return makeError(
        absl::StatusCode::kInvalidArgument,
        {"CONFLICTING_FIELDS", "spec.input.geojson_crs", proto.geojson_crs(),
         "only together with spec.input.geojson", "The CRS of other inputs comes with them."});
  switch (proto.source_case()) {
    case v1::Input::kLayer:
      return parseLayer(proto.layer(), request.spec);
    case v1::Input::kFeatures:
      return takeRows(*proto.mutable_features(), limits, request);
    case v1::Input::kGeojson:
      return takeGeoJson(proto, limits, request);
    case v1::Input::kDataset:
      return takeReference(InputKind::kDataset,
                           parseDatasetName(proto.dataset(), "spec.input.dataset"), request.spec);
    case v1::Input::kJob: {
      auto name = parseOutputName(proto.job(), "spec.input.job");
      if (!name.ok()) return name.status();
      request.spec.input_output = std::move(name->output);
      return takeReference(InputKind::kJob, std::move(name->job_id), request.spec);
    }
    case v1::Input::SOURCE_NOT_SET:
      break;
  }
  return missing("spec.input", "one of layer, features, geojson, dataset, job");
}

absl::Status takeOperation(v1::JobSpec& spec, const Limits& limits, SubmitRequest& request) {
  if (spec.has_processing()) {
    if (spec.has_input())
      return makeError(absl::StatusCode::kInvalidArgument,
                       {"CONFLICTING_FIELDS", "spec.input", "", "no input with spec.processing",
                        "Name layers in spec.processing.parameters."});
    auto call = fromProto(spec.processing());
    if (!call.ok()) return atField("spec.processing", call.status());
    request.spec.operation = Operation::kProcessing;
    request.spec.processing = *std::move(call);
    return absl::OkStatus();
  }
  if (spec.has_transform())
    return makeError(absl::StatusCode::kInvalidArgument,
                     "spec.transform: a chain of operations is no stored job",
                     {"CALL_ONLY", "spec.transform", "", "buffer or processing",
                      "Call Features.Transform, which takes the rows and gives the results."});
  if (!spec.has_buffer()) return missing("spec.operation", "one of buffer, processing");
  auto buffer = fromProto(spec.buffer());
  if (!buffer.ok()) return atField("spec.buffer", buffer.status());
  request.spec.buffer = *std::move(buffer);
  return takeInput(*spec.mutable_input(), limits, request);
}

}  // namespace

absl::Status parseLayer(const std::string& text, JobSpec& spec) {
  const std::string scheme = "data:";
  const size_t slash = text.find('/');
  if (text.compare(0, scheme.size(), scheme) != 0 || slash == std::string::npos ||
      slash == scheme.size() || slash + 1 == text.size())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_LAYER", "spec.input.layer", text, "data:SOURCE/LAYER",
                      "GetServerInfo lists sources and layers; a path or a URL is not accepted."});
  spec.input = InputKind::kLayer;
  spec.source = text.substr(scheme.size(), slash - scheme.size());
  spec.layer = text.substr(slash + 1);
  return absl::OkStatus();
}

absl::StatusOr<SubmitRequest> takeSubmit(v1::SubmitJobRequest& proto, const std::string& principal,
                                         const Limits& limits) {
  if (!proto.has_spec()) return missing("spec", "a JobSpec");
  v1::JobSpec& spec = *proto.mutable_spec();
  SubmitRequest request;
  request.principal = principal;
  request.spec.priority = spec.priority();
  request.spec.labels.insert(spec.labels().begin(), spec.labels().end());
  if (spec.has_ttl()) {
    const auto ttl = takeDuration(spec.ttl());
    if (!ttl.ok()) return atField("spec.ttl", ttl.status());
    request.spec.ttl = *ttl;
  }
  request.spec.cancel_on_disconnect = spec.cancel_on_disconnect();
  request.job_id = proto.job_id();
  request.request_id = proto.request_id();
  request.validate_only = proto.validate_only();
  if (absl::Status status = takeOperation(spec, limits, request); !status.ok()) return status;
  return request;
}

}  // namespace geotask
