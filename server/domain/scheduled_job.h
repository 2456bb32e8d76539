// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the scheduler keeps of one job that has not ended. Guarded by the scheduler's lock, but for
// what is constant, `stop`, and `work`, which chunks run without a lock: it is set before the first
// chunk is handed out and goes when none is in flight.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/job.h"
#include "domain/job_work.h"

namespace geotask {

struct ScheduledJob {
  std::string id;
  uint64_t number = 0;  // In the order of arrival.
  std::shared_ptr<const JobSpec> spec;
  absl::Duration ttl;
  double weight = 1;  // 2^priority
  Budget budget = Budget::kCompute;
  uint64_t memory_bytes = 0;

  std::string principal;
  JobInputs inputs;
  // Of a volatile call, which takes none of the places for jobs at work: calls are limited by themselves.
  std::shared_ptr<RowStream> stream;
  std::unique_ptr<JobWork> work;
  bool started = false;                                // RUNNING on the board.
  absl::Duration deadline = absl::InfiniteDuration();  // Clock::elapsed(), once started.
  // Someone is telling the board of it without the lock: hands off until it is false again.
  bool busy = false;
  size_t in_flight = 0;
  std::optional<JobError> cancelled;  // A cancel was asked for.
  std::optional<JobError> failed;     // A chunk failed, or it ran for too long.
  absl::StatusCode failed_code = absl::StatusCode::kAborted;
  std::atomic<bool> stop{false};  // One of the two, for chunks to ask.

  bool stopping() const { return cancelled || failed; }

  // Its place in the FairQueue.
  double pass = 0;
  bool queued = false;
};

}  // namespace geotask
