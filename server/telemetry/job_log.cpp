// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/job_log.h"

#include "telemetry/log.h"

namespace geotask {
namespace {

void addOutputs(const JobSnapshot& job, std::vector<LogField>& fields) {
  uint64_t features = 0;
  uint64_t bytes = 0;
  for (const JobOutput& output : job.outputs) {
    features += output.features;
    bytes += output.bytes;
  }
  fields.emplace_back("features_out", features);
  fields.emplace_back("bytes_out", bytes);
}

// A job that was cancelled while it waited never started.
void logFinished(const JobSnapshot& job) {
  const bool started = job.start_time != absl::InfinitePast();
  const absl::Time wait_end = started ? job.start_time : job.end_time;
  std::vector<LogField> fields{{"job", job.id}, {"state", jobStateName(*job.state)}};
  if (job.error) {
    fields.emplace_back("reason", job.error->detail.reason);
    fields.emplace_back("message", job.error->message);
  }
  fields.emplace_back("features_in", job.progress.features_done);
  if (job.spec->volatile_call) {
    fields.emplace_back("call", true);
  } else {
    addOutputs(job, fields);
  }
  fields.emplace_back("seconds_queued", absl::ToDoubleSeconds(wait_end - job.create_time));
  if (started) {
    fields.emplace_back("seconds_running", absl::ToDoubleSeconds(job.end_time - job.start_time));
  }
  const bool failed = *job.state == JobState::kFailed;
  logEvent(failed ? LogLevel::kWarning : LogLevel::kInfo, "job_finished", fields);
}

}  // namespace

void JobLogger::onStateChanged(const JobSnapshot& job) {
  if (!job.state) return;
  // A call may take microseconds: it is told once, when it is over.
  if (job.spec->volatile_call && !isTerminal(*job.state)) return;
  switch (*job.state) {
    case JobState::kQueued:
      logEvent(LogLevel::kInfo, "job_queued",
               {{"job", job.id}, {"principal", job.principal}, {"priority", job.spec->priority}});
      return;
    case JobState::kRunning:
      logEvent(LogLevel::kInfo, "job_started", {{"job", job.id}, {"attempt", job.attempt}});
      return;
    case JobState::kCancelling:
      logEvent(LogLevel::kInfo, "job_cancelling", {{"job", job.id}});
      return;
    case JobState::kSucceeded:
    case JobState::kFailed:
    case JobState::kCancelled:
      logFinished(job);
      return;
  }
}

}  // namespace geotask
