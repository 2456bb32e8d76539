// SPDX-License-Identifier: GPL-2.0-or-later
//
// The options of the verbs that submit: how a job is to be treated.
#pragma once

#include <CLI/App.hpp>

#include <string>
#include <vector>

#include "geotask/result.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask::cli {

struct JobOptions {
  bool detach = false;
  bool cancel_on_disconnect = false;
  bool keep_running = false;
  bool validate_only = false;
  int priority = 0;
  std::vector<std::string> labels;
  std::string ttl;
  std::string job_id;

  // Whether the job ends when nobody follows it any more.
  bool tied() const { return cancel_on_disconnect || !(detach || keep_running); }
};

// Adds them to the verb; `options` outlives it.
void addJobOptions(CLI::App& verb, JobOptions& options);

// CONFLICTING_FIELDS for those that contradict each other.
client::Result<void> checkJobOptions(const JobOptions& options);

// Fills all of the request but input and operation. INVALID_ARGUMENT for labels and times that are
// none.
client::Result<void> applyJobOptions(const JobOptions& options, v1::SubmitJobRequest* request);

}  // namespace geotask::cli
