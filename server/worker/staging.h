// SPDX-License-Identifier: GPL-2.0-or-later
//
// Puts a call's inputs where a worker can see them.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "worker/call_message.h"
#include "worker/worker_folder.h"

namespace geotask {

// Files come below in/, those of a set together in a folder of its own and by their own names, as
// links or copies; those that are changed in place as copies in out/. Rows stay where they are: sendCall() sends them. INTERNAL STAGING_FAILED,
// RESOURCE_EXHAUSTED SPOOL_FULL for a full disk, CANCELLED once `stop` says so.
absl::StatusOr<std::vector<StagedInput>> stageInputs(const WorkerFolder& folder,
                                                     const std::vector<CallInput>& inputs,
                                                     bool link, const std::function<bool()>& stop);

}  // namespace geotask
