// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the board keeps of one job. All of it is guarded by the board's lock, also where a watch
// holds the record of a job that was removed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "domain/event_log.h"
#include "domain/job.h"
#include "domain/job_output.h"
#include "domain/progress_meter.h"

namespace geotask {

struct Watcher {
  explicit Watcher(std::function<void()> call) : notify(std::move(call)) {}
  const std::function<void()> notify;
  bool called = false;  // Since its last pull: it knows already.
};

struct JobRecord {
  JobRecord(JobSnapshot snapshot, uint64_t job_number, size_t max_log_lines);

  // The job as it is now, with progress, outputs and their counts.
  JobSnapshot snapshot() const;
  // Bytes that the outputs hold on disk.
  uint64_t outputBytes() const;

  const uint64_t number;  // In the order of creation.
  JobSnapshot job;        // But for progress and outputs.
  EventLog log;
  ProgressMeter meter;
  uint64_t progress_version = 0;  // Raised with each change of progress.
  std::vector<StoredOutput> outputs;
  uint64_t ended = 0;         // In the order of ending; 0: not yet.
  uint64_t result_bytes = 0;  // Of the outputs, once it has ended.
  std::vector<std::shared_ptr<Watcher>> watchers;
  std::optional<absl::Duration> unfollowed;  // Since when (Clock::elapsed) nobody watches it.
  bool removed = false;
};

}  // namespace geotask
