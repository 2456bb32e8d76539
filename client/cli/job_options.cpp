// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_options.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/labels.h"
#include "cli/text.h"

namespace geotask::cli {

using client::Result;

void addJobOptions(CLI::App& verb, JobOptions& options) {
  const std::string group = "Job";
  verb.add_flag("--detach", options.detach, "Print the job's name and leave it running")
      ->group(group);
  verb.add_flag("--keep-running", options.keep_running,
                "Let the job go on when this program ends without Ctrl-C: the terminal is closed, "
                "the connection lost")
      ->group(group);
  verb.add_flag("--cancel-on-disconnect", options.cancel_on_disconnect,
                "Cancel the job when nobody follows it any more, by watch, wait or result (default "
                "without --detach)")
      ->group(group);
  verb.add_option("--priority", options.priority, "From -10 to 10; larger is sooner (default 0)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--label", options.labels, "A label for your own use; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(group);
  verb.add_option("--ttl", options.ttl, "How long the result is kept: 90s, 15m, 2h, 7d")
      ->type_name("DURATION")
      ->group(group);
  verb.add_option("--job-id", options.job_id, "The job's id (default: a random one)")
      ->type_name("ID")
      ->group(group);
  verb.add_flag("--validate-only", options.validate_only, "Check everything, submit nothing")
      ->group(group);
}

Result<void> checkJobOptions(const JobOptions& options) {
  if (!options.keep_running || !options.cancel_on_disconnect) return {};
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                            "--keep-running and --cancel-on-disconnect contradict each other.",
                            "Leave one of them out.");
}

Result<void> applyJobOptions(const JobOptions& options, v1::SubmitJobRequest* request) {
  request->mutable_spec()->set_priority(options.priority);
  const Result<void> labels =
      parseLabels(options.labels, request->mutable_spec()->mutable_labels());
  if (!labels.ok()) return labels.error();
  if (!options.ttl.empty()) {
    const Result<google::protobuf::Duration> ttl = parseDuration(options.ttl);
    if (!ttl.ok()) return ttl.error();
    *request->mutable_spec()->mutable_ttl() = *ttl;
  }
  request->mutable_spec()->set_cancel_on_disconnect(options.tied());
  request->set_job_id(options.job_id);
  request->set_validate_only(options.validate_only);
  return {};
}

}  // namespace geotask::cli
