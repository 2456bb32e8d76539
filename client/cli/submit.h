// SPDX-License-Identifier: GPL-2.0-or-later
//
// Handing a job in with whatever INPUT names.
#pragma once

#include <memory>
#include <string>

#include "cli/local_input.h"
#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

// A request that can be sent.
struct Submission {
  v1::SubmitJobRequest request;
  std::unique_ptr<LocalInput> rows;  // Of local data.
  bool rows_inside = false;          // They fit into the request and are in it.
};

// Fills `request.spec.input` from INPUT: what the server has by its name, or the schema of local
// rows and, when they fit, the rows. `crs` overrides what local data says of its CRS.
client::Result<Submission> prepare(const std::string& input, const std::string& crs,
                                   v1::SubmitJobRequest request);

// Hands the job in. Rows outside the request, or of which the server wants fewer inside, are
// streamed with memory flat; either way they belong to the job and are deleted with it. Ctrl-C
// while rows flow ends the upload (STOPPED), and no job is made. Ctrl-C later waits some seconds
// for the server's answer, so that the caller, who sees interrupted(), can cancel the job by its
// name; STOPPED when there is none by then.
client::Result<v1::Job> submit(Session& session, Submission& submission);

}  // namespace geotask::cli
