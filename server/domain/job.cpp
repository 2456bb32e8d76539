// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job.h"

namespace geotask {

bool isTransition(JobState from, JobState to) {
  switch (from) {
    case JobState::kQueued:
      return to == JobState::kRunning || to == JobState::kCancelled;
    case JobState::kRunning:
      return to == JobState::kCancelling || isTerminal(to);
    case JobState::kCancelling:
      return to == JobState::kCancelled;
    case JobState::kSucceeded:
    case JobState::kFailed:
    case JobState::kCancelled:
      return false;
  }
  return false;
}

const char* jobStateName(JobState state) {
  switch (state) {
    case JobState::kQueued:
      return "QUEUED";
    case JobState::kRunning:
      return "RUNNING";
    case JobState::kCancelling:
      return "CANCELLING";
    case JobState::kSucceeded:
      return "SUCCEEDED";
    case JobState::kFailed:
      return "FAILED";
    case JobState::kCancelled:
      return "CANCELLED";
  }
  return "";
}

Schema resultSchema(const JobSpec& spec, const Schema& input) {
  return spec.operation == Operation::kTransform ? transformOutputSchema(spec.transform, input)
                                                 : bufferOutputSchema(spec.buffer, input);
}

}  // namespace geotask
