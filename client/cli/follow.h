// SPDX-License-Identifier: GPL-2.0-or-later
//
// Following a job to its end, and fetching what it made.
#pragma once

#include <functional>
#include <string>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

// Watches a job, showing its progress and the warnings of its log on standard error, and returns it
// as it ended. Ctrl-C cancels the job and says so.
client::Result<v1::Job> follow(Session& session, const std::string& name);

// Reads a job's features into an output, as they are made, and returns their number. `show` is called
// now and then. What was written is discarded when the read fails.
client::Result<uint64_t> readRows(Session& session, const std::string& name, Output& output,
                                  const std::string& output_name,
                                  const std::function<void(const Meter&)>& show);

// Warns of rows that the format had no place for.
void tellLeftOut(const Output& output);

// Reads a job's features into an output, showing progress, and returns their number. A job at work
// is followed. Ctrl-C ends the read: STOPPED.
// `output_name` says which of several outputs.
client::Result<uint64_t> fetch(Session& session, const std::string& name, Output& output,
                               const std::string& output_name = "");

}  // namespace geotask::cli
