// SPDX-License-Identifier: GPL-2.0-or-later
//
// The first part of a call of Features, turned into a request for a volatile job.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/job_service.h"
#include "geotask/v1/features.pb.h"

namespace geotask {

// Takes it apart. `spec.input_schema` is set, the rows are not. Errors name fields from `start` on.
absl::StatusOr<SubmitRequest> takeStart(const v1::BufferStart& start, const std::string& principal);
absl::StatusOr<SubmitRequest> takeStart(const v1::TransformStart& start,
                                        const std::string& principal);

// An error of the domain, whose fields are named from the top of SubmitJobRequest, with the names
// that they have in a call: "spec.buffer.segments" becomes "start.buffer.segments".
absl::Status inStart(const absl::Status& status);

}  // namespace geotask
