// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a failed call tells: the status code of gRPC, and the facts of the API's ErrorDetail.
//
//     if (!job.ok() && job.error().reason == "QUEUE_FULL") sleep(job.error().retry_delay);
//
// A value: copy it, keep it, read it from any thread.
#pragma once

#include <grpcpp/support/status.h>

#include <chrono>
#include <optional>
#include <string>

namespace geotask::client {

struct Error {
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
  std::string message;  // A sentence for people.

  // Of the ErrorDetail; empty when the server, or a server that is not geotaskd, sent none.
  std::string reason;    // UPPER_SNAKE_CASE; programs decide by this.
  std::string field;     // The field of the request at fault, as a path.
  std::string given;     // What it held.
  std::string accepted;  // What it may hold.
  std::string remedy;    // What to do, as a sentence.

  // When the server says after which time a retry makes sense.
  std::optional<std::chrono::milliseconds> retry_delay;
};

// The error of a status that is not OK, with what its trailer says.
Error errorFromStatus(const grpc::Status& status);

// An error found on this side of the wire.
Error localError(grpc::StatusCode code, std::string reason, std::string message,
                 std::string remedy = "");

}  // namespace geotask::client
