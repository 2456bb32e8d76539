// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_features.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "codec/convert_feature.h"
#include "domain/errors.h"
#include "rpc/convert_buffer.h"
#include "rpc/convert_transform.h"
#include "rpc/schema_check.h"

namespace geotask {
namespace {

std::string renamed(const std::string& text) {
  return absl::StrReplaceAll(text, {{"spec.input.features.schema", "start.schema"},
                                    {"spec.buffer", "start.buffer"},
                                    {"spec.transform", "start.transform"},
                                    {"spec.labels", "start.labels"},
                                    {"spec.priority", "start.priority"}});
}

// What all starts have besides what is to be done.
template <typename Start>
absl::StatusOr<SubmitRequest> takeCommon(const Start& start, const std::string& principal) {
  if (absl::Status status = checkSchema(start.schema()); !status.ok())
    return atField("start.schema", status);
  SubmitRequest request;
  request.principal = principal;
  request.job_id = start.job_id();
  request.spec.input = InputKind::kFeatures;
  request.spec.input_schema = fromProto(start.schema());
  request.spec.labels.insert(start.labels().begin(), start.labels().end());
  request.spec.priority = start.priority();
  return request;
}

}  // namespace

absl::StatusOr<SubmitRequest> takeStart(const v1::BufferStart& start,
                                        const std::string& principal) {
  if (!start.has_buffer())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"MISSING_FIELD", "start.buffer", "", "the options of the buffer", "Set it."});
  auto buffer = fromProto(start.buffer());
  if (!buffer.ok()) return atField("start.buffer", buffer.status());
  auto request = takeCommon(start, principal);
  if (request.ok()) request->spec.buffer = *std::move(buffer);
  return request;
}

absl::StatusOr<SubmitRequest> takeStart(const v1::TransformStart& start,
                                        const std::string& principal) {
  if (!start.has_transform())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"MISSING_FIELD", "start.transform", "", "a chain of operations", "Set it."});
  auto transform = fromProto(start.transform());
  if (!transform.ok()) return atField("start", transform.status());
  auto request = takeCommon(start, principal);
  if (!request.ok()) return request;
  request->spec.operation = Operation::kTransform;
  request->spec.transform = *std::move(transform);
  return request;
}

absl::Status inStart(const absl::Status& status) {
  if (status.ok()) return status;
  ErrorDetail detail = errorDetail(status);
  if (detail.field == "job_id") return atField("start", status);
  detail.field = renamed(detail.field);
  detail.remedy = renamed(detail.remedy);
  return makeError(status.code(), renamed(std::string(status.message())), std::move(detail));
}

}  // namespace geotask
