// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a job ends, and the errors that the scheduler itself ends jobs with.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/job.h"

namespace geotask {

struct JobEnding {
  JobState state;
  std::optional<JobError> error;
  absl::StatusCode code = absl::StatusCode::kAborted;  // With an error.

  // As it is told to a call.
  absl::Status status() const;
};

JobError jobError(const absl::Status& status);
// INTERNAL
JobError defect(const std::string& message);
// TIMEOUT
JobError timeoutError(absl::Duration max_run_time);

}  // namespace geotask
