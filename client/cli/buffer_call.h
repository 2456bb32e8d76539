// SPDX-License-Identifier: GPL-2.0-or-later
//
// `geotask buffer` of local rows whose result is wanted now: one call, rows out and results in at the
// same time, and nothing on the server's disk.
#pragma once

#include <optional>

#include "cli/buffer_options.h"
#include "cli/input_spec.h"
#include "cli/output.h"
#include "cli/session.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask::cli {

// Whether a call can do what is asked for: not where the job is to outlive this program or to be found
// by its name later, and not for what takes the whole result on the server.
bool fitsCall(const BufferOptions& options, const InputSpec& input);

// Does it and gives the exit code; nothing when this server has no such call, or has too many under
// way: a job can still be submitted. `request` holds the options.
std::optional<int> bufferByCall(Session& session, const BufferOptions& options,
                                const v1::SubmitJobRequest& request, const InputSpec& input,
                                Output& output);

}  // namespace geotask::cli
