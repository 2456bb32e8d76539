// SPDX-License-Identifier: GPL-2.0-or-later
//
// Outputs of a job that are files, brought to this machine. A file appears when it is complete.
#pragma once

#include <string>

#include "cli/session.h"
#include "geotask/result.h"
#include "geotask/v1/job.pb.h"

namespace geotask::cli {

// Whether files may be written to `place`: its folder is there, and nothing lies there unless it may be
// replaced. NOT_FOUND, ALREADY_EXISTS.
client::Result<void> checkPlace(const std::string& place, bool overwrite);

// Writes the main file to `place` and those that belong to it beside it, named alike; of a folder, all
// files below `place`. Ctrl-C ends it: STOPPED. What was begun is removed on failure.
client::Result<void> fetchFiles(Session& session, const v1::Job& job, const v1::Output& output,
                                const std::string& place);

}  // namespace geotask::cli
