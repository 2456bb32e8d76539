// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/status.h"

#include <string>

#include "domain/text.h"
#include "rpc/convert_time.h"

namespace geotask {
namespace {

constexpr size_t kMaxMessage = 800;
constexpr size_t kMaxText = 400;

std::string shortened(std::string text, size_t max) {
  cutText(text, max);
  return text;
}

grpc::StatusCode codeOf(absl::StatusCode code) {
  // Equal by number, OK (0) to UNAUTHENTICATED (16).
  if (code == absl::StatusCode::kUnknown) return grpc::StatusCode::INTERNAL;
  return static_cast<grpc::StatusCode>(static_cast<int>(code));
}

}  // namespace

void toProto(const ErrorDetail& detail, v1::ErrorDetail& proto) {
  proto.set_reason(detail.reason);
  proto.set_field(shortened(detail.field, kMaxText));
  proto.set_given(shortened(detail.given, kMaxText));
  proto.set_accepted(shortened(detail.accepted, kMaxText));
  proto.set_remedy(shortened(detail.remedy, kMaxText));
  if (detail.retry_delay > absl::ZeroDuration())
    *proto.mutable_retry_delay() = durationProto(detail.retry_delay);
}

grpc::Status toGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const grpc::StatusCode code = codeOf(status.code());
  const std::string message = shortened(std::string(status.message()), kMaxMessage);
  v1::ErrorDetail detail;
  toProto(errorDetail(status), detail);
  v1::StatusDetails details;
  details.set_code(code);
  details.set_message(message);
  details.add_details()->PackFrom(detail);
  return {code, message, details.SerializeAsString()};
}

grpc::ServerUnaryReactor* finish(grpc::CallbackServerContext* context, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(toGrpc(status));
  return reactor;
}

}  // namespace geotask
