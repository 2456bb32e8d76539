// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_submit.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "rpc/convert_buffer.h"
#include "rpc/convert_feature.h"
#include "rpc/convert_time.h"
#include "rpc/geojson.h"
#include "rpc/row_check.h"
#include "rpc/schema_check.h"

namespace geotask {
namespace {

absl::Status missing(const char* field, const char* accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"MISSING_FIELD", field, "", accepted, "Set it."});
}

absl::Status takeRows(v1::InlineFeatures& proto, SubmitRequest& request) {
  if (absl::Status status = checkSchema(proto.schema()); !status.ok())
    return atField("spec.input.features.schema", status);
  const RowCheck rows(fromProto(proto.schema()));
  FeatureBatch batch;
  batch.reserve(proto.features_size());
  for (v1::Feature& row : *proto.mutable_features()) {
    if (absl::Status status = rows.check(row); !status.ok())
      return atField(absl::StrCat("spec.input.features.features[", batch.size(), "]"), status);
    batch.push_back(takeFeature(row));
  }
  request.spec.input = InputKind::kFeatures;
  request.spec.input_schema = rows.schema();
  request.features = makeMemoryFeatureSet(rows.schema(), std::move(batch));
  return absl::OkStatus();
}

absl::Status takeGeoJson(const v1::Input& proto, SubmitRequest& request) {
  auto features = parseGeoJson(proto.geojson(), proto.geojson_crs());
  if (!features.ok()) return atField("spec.input.geojson", features.status());
  request.spec.input = InputKind::kGeoJson;
  request.spec.input_schema = features->schema;
  request.features = makeMemoryFeatureSet(std::move(features->schema), std::move(features->rows));
  return absl::OkStatus();
}

absl::Status takeInput(v1::Input& proto, SubmitRequest& request) {
  if (!proto.geojson_crs().empty() && proto.source_case() != v1::Input::kGeojson)
    return makeError(
        absl::StatusCode::kInvalidArgument,
        {"CONFLICTING_FIELDS", "spec.input.geojson_crs", proto.geojson_crs(),
         "only together with spec.input.geojson", "The CRS of other inputs comes with them."});
  switch (proto.source_case()) {
    case v1::Input::kLayer:
      return parseLayer(proto.layer(), request.spec);
    case v1::Input::kFeatures:
      return takeRows(*proto.mutable_features(), request);
    case v1::Input::kGeojson:
      return takeGeoJson(proto, request);
    case v1::Input::SOURCE_NOT_SET:
      break;
  }
  return missing("spec.input", "one of layer, features, geojson");
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

absl::StatusOr<SubmitRequest> takeSubmit(v1::SubmitJobRequest& proto,
                                         const std::string& principal) {
  if (!proto.has_spec()) return missing("spec", "a JobSpec");
  v1::JobSpec& spec = *proto.mutable_spec();
  if (!spec.has_buffer()) return missing("spec.buffer", "a Buffer");
  SubmitRequest request;
  request.principal = principal;
  auto buffer = fromProto(spec.buffer());
  if (!buffer.ok()) return atField("spec.buffer", buffer.status());
  request.spec.buffer = *std::move(buffer);
  request.spec.priority = spec.priority();
  request.spec.labels.insert(spec.labels().begin(), spec.labels().end());
  if (spec.has_ttl()) {
    if (!isValid(spec.ttl())) {
      return makeError(absl::StatusCode::kInvalidArgument,
                       {"OUT_OF_RANGE", "spec.ttl",
                        absl::StrCat(spec.ttl().seconds(), " s and ", spec.ttl().nanos(), " ns"),
                        "seconds and nanos of one sign, nanos below a second"});
    }
    request.spec.ttl = fromProto(spec.ttl());
  }
  request.job_id = proto.job_id();
  request.request_id = proto.request_id();
  request.validate_only = proto.validate_only();
  if (absl::Status status = takeInput(*spec.mutable_input(), request); !status.ok()) return status;
  return request;
}

}  // namespace geotask
