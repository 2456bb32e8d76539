// SPDX-License-Identifier: GPL-2.0-or-later
//
// Handing a job in with whatever INPUT names.
#pragma once

#include <string>

#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

// Fills `request.spec.input` from INPUT and submits: a layer of the server by its name, local rows
// inside the request when they fit, else streamed with memory flat. `crs` overrides what local data
// says of its CRS. Ctrl-C while rows flow ends the upload (STOPPED), and no job is made.
client::Result<v1::Job> submitInput(Session& session, const std::string& input,
                                    const std::string& crs, v1::SubmitJobRequest request);

}  // namespace geotask::cli
