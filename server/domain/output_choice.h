// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which output of a job is meant.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/job.h"
#include "domain/job_output.h"

namespace geotask {

// Kinds of outputs to choose from.
inline bool hasRows(const StoredOutput& output) { return output.rows != nullptr; }
inline bool hasFiles(const StoredOutput& output) { return output.files != nullptr; }
inline bool isStored(const StoredOutput& output) { return hasRows(output) || hasFiles(output); }

// The one of this name or, when the name is empty, the only one. NOT_FOUND OUTPUT_NOT_FOUND,
// FAILED_PRECONDITION AMBIGUOUS_OUTPUT; the field is "output".
absl::StatusOr<const StoredOutput*> chooseOutput(const std::vector<StoredOutput>& outputs,
                                                 const std::string& name,
                                                 bool (*kind)(const StoredOutput&));

// FAILED_PRECONDITION OUTPUT_NOT_READY, JOB_FAILED or JOB_CANCELLED of a job that has not SUCCEEDED, at
// the field "name".
absl::Status outputNotReady(const JobSnapshot& job);

// FAILED_PRECONDITION RESULT_NOT_KEPT, at the field "name": the job is a volatile call.
absl::Status resultNotKept(const JobSnapshot& job);

// FAILED_PRECONDITION INPUT_NOT_READY: the job has not SUCCEEDED.
absl::Status inputNotReady(const JobSnapshot& job);

}  // namespace geotask
