// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/output_choice.h"

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/text.h"

namespace geotask {

absl::StatusOr<const StoredOutput*> chooseOutput(const std::vector<StoredOutput>& outputs,
                                                 const std::string& name,
                                                 bool (*kind)(const StoredOutput&)) {
  std::vector<const StoredOutput*> fitting;
  std::vector<std::string> names;
  for (const StoredOutput& output : outputs) {
    if (!kind(output)) continue;
    if (output.output.name == name) return &output;
    fitting.push_back(&output);
    names.push_back(output.output.name);
  }
  if (name.empty() && fitting.size() == 1) return fitting.front();
  const std::string accepted = names.empty() ? "nothing (there is none)" : shortList(names);
  if (name.empty() && !fitting.empty()) {
    return makeError(absl::StatusCode::kFailedPrecondition,
                     {"AMBIGUOUS_OUTPUT", "output", "", accepted, "Say which output is meant."});
  }
  return makeError(absl::StatusCode::kNotFound, {"OUTPUT_NOT_FOUND", "output", name, accepted,
                                                 "`Job.outputs` lists what the job made."});
}

absl::Status outputNotReady(const JobSnapshot& job) {
  const std::string name = absl::StrCat("jobs/", job.id);
  if (!isTerminal(*job.state)) {
    return makeError(absl::StatusCode::kFailedPrecondition, name + " is still at work",
                     {"OUTPUT_NOT_READY", "name", jobStateName(*job.state), "a job that SUCCEEDED",
                      "Watch it until it has ended."});
  }
  const bool failed = job.state == JobState::kFailed;
  return makeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(name, failed ? " has failed" : " was cancelled", "; it has no result"),
      {failed ? "JOB_FAILED" : "JOB_CANCELLED", "name", name, "", "The job's error says more."});
}

absl::Status resultNotKept(const JobSnapshot& job) {
  const std::string name = absl::StrCat("jobs/", job.id);
  return makeError(absl::StatusCode::kFailedPrecondition,
                   name + " is a call of the service Features; its rows are in that call alone",
                   {"RESULT_NOT_KEPT", "name", name, "a job that was submitted",
                    "Submit a job where the result is to be kept."});
}

absl::Status inputNotReady(const JobSnapshot& job) {
  const std::string state = jobStateName(*job.state);
  return makeError(absl::StatusCode::kFailedPrecondition,
                   absl::StrCat("jobs/", job.id, " is ", state,
                                "; only the output of a job that SUCCEEDED can be an input"),
                   {"INPUT_NOT_READY", "", state, "a job that SUCCEEDED",
                    isTerminal(*job.state) ? "It has no output. Submit it again."
                                           : "Wait until it has SUCCEEDED."});
}

}  // namespace geotask
