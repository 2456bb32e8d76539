// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a request to the end of its job, as all verbs that submit do it.
#pragma once

#include <functional>

#include "cli/job_options.h"
#include "cli/session.h"
#include "geotask/result.h"

namespace geotask::cli {

struct JobRun {
  // Hands the job in.
  std::function<client::Result<v1::Job>()> submit;
  // Called with a job that is on its way and will be followed. May be empty.
  std::function<void(const v1::Job& job)> begun = nullptr;
  // Called with a job that has SUCCEEDED; gives the exit code. Not after --detach.
  std::function<int(const v1::Job& job)> conclude;
};

// Submits a job, follows it, says what became of it, and gives the exit code. Ctrl-C cancels it.
int runJob(Session& session, const JobOptions& options, const JobRun& run);

}  // namespace geotask::cli
