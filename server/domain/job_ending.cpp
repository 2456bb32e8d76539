// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_ending.h"

#include "domain/errors.h"

namespace geotask {

absl::Status JobEnding::status() const {
  if (!error) return absl::OkStatus();
  const std::string& reason = error->detail.reason;
  return makeError(reason == "INTERNAL"   ? absl::StatusCode::kInternal
                   : reason == "SHUTDOWN" ? absl::StatusCode::kUnavailable
                                          : code,
                   error->message, error->detail);
}

JobError jobError(const absl::Status& status) {
  return {errorDetail(status), std::string(status.message())};
}

JobError defect(const std::string& message) {
  return {{"INTERNAL", "", "", "", "This is a defect of the server. Report it."}, message};
}

JobError timeoutError(absl::Duration max_run_time) {
  return {{"TIMEOUT", "", "", "a run time of at most " + absl::FormatDuration(max_run_time),
           "Split the input, or ask the operator for more time."},
          "it took longer than " + absl::FormatDuration(max_run_time)};
}

}  // namespace geotask
