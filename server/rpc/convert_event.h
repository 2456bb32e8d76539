// SPDX-License-Identifier: GPL-2.0-or-later
//
// What happens to a job, to the API's messages, and where a watch begins.
#pragma once

#include "absl/status/statusor.h"
#include "domain/job_board.h"
#include "domain/job_event.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {

void toProto(const JobEvent& event, v1::JobEvent& proto);

// INVALID_ARGUMENT OUT_OF_RANGE for `replay` set to false.
absl::StatusOr<WatchStart> watchStart(const v1::WatchJobRequest& request);

}  // namespace geotask
