// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/error.h"

#include <utility>

#include "geotask/v1/error.pb.h"

namespace geotask::client {

Error errorFromStatus(const grpc::Status& status) {
  Error error;
  error.code = status.error_code();
  error.message = status.error_message();
  v1::StatusDetails details;
  if (!details.ParseFromString(status.error_details())) return error;
  for (const google::protobuf::Any& any : details.details()) {
    v1::ErrorDetail detail;
    if (!any.UnpackTo(&detail)) continue;
    error.reason = detail.reason();
    error.field = detail.field();
    error.given = detail.given();
    error.accepted = detail.accepted();
    error.remedy = detail.remedy();
    if (detail.has_retry_delay()) {
      error.retry_delay = std::chrono::milliseconds(detail.retry_delay().seconds() * 1000 +
                                                    detail.retry_delay().nanos() / 1000000);
    }
    break;
  }
  return error;
}

Error localError(grpc::StatusCode code, std::string reason, std::string message,
                 std::string remedy) {
  Error error;
  error.code = code;
  error.reason = std::move(reason);
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

}  // namespace geotask::client
