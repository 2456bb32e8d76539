// SPDX-License-Identifier: GPL-2.0-or-later
//
// Errors that tell what to do. An absl::Status says how bad it is and, as a sentence, what
// happened; the ErrorDetail that it carries (as payloads) says the same to programs.
//
//     return makeError(absl::StatusCode::kInvalidArgument,
//                      {"OUT_OF_RANGE", "spec.buffer.segments", "0", "1 to 1000"});
//
// gives the message "spec.buffer.segments: 0 is not accepted; accepted: 1 to 1000".
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace geotask {

// The fields have the meaning of geotask.v1.ErrorDetail.
struct ErrorDetail {
  std::string reason = {};
  std::string field = {};
  std::string given = {};  // Cut to 200 bytes, at a character.
  std::string accepted = {};
  std::string remedy = {};                            // INVALID_ARGUMENT without one gets one.
  absl::Duration retry_delay = absl::ZeroDuration();  // Zero: a retry alone cannot help.
};

// With a message made of the detail's parts.
absl::Status makeError(absl::StatusCode code, ErrorDetail detail);
// With a message of the caller's.
absl::Status makeError(absl::StatusCode code, const std::string& message, ErrorDetail detail);

// The detail a status carries. A status that was not made here gets the reason INTERNAL.
ErrorDetail errorDetail(const absl::Status& status);

// The same error, its field prefixed: "wkb" in "spec.input.features.features[3]" becomes
// "spec.input.features.features[3].wkb".
absl::Status atField(const std::string& prefix, const absl::Status& status);

}  // namespace geotask
