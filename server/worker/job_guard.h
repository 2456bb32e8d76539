// SPDX-License-Identifier: GPL-2.0-or-later
//
// Watches over a job in a worker: heeds a cancel, first by asking and after a grace by force; bounds
// the memory and the disk; measures what the job takes.
//
//     JobGuard guard(worker, options, [&] { return context.cancelled(); });
//     worker.channel->send(..., [&] { return guard.stop(); });   // Often: looks around when it is due.
//     guard.verdict(status);                                     // Why it ended, if not by itself.
//     context.setUsage(guard.usage());
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/job_output.h"
#include "worker/worker.h"
#include "worker/worker_pool.h"

namespace geotask {

// Used by one thread.
class JobGuard {
 public:
  JobGuard(Worker& worker, const PoolOptions& options, std::function<bool()> cancelled);

  // To be asked at least ten times a second. True when the job is to be given up: the worker's
  // processes have been killed.
  bool stop();
  // Whether a cancel was asked for: tell the worker then, once.
  bool cancelToTell();

  // What a failed exchange with the worker means for the job, whose worker is then ended.
  absl::Status verdict(const absl::Status& trouble);
  // Of the job; any time, also after the worker has ended.
  ResourceUsage usage();

 private:
  void look();
  void lookAtDisk();
  void giveUp();

  Worker& worker_;
  const PoolOptions& options_;
  const std::function<bool()> cancelled_;
  const absl::Duration cpu_before_;

  absl::Time next_look_;
  absl::Time next_disk_look_;
  absl::Time cancelled_at_ = absl::InfiniteFuture();
  bool told_ = false;
  uint64_t peak_bytes_ = 0;
  uint64_t disk_bytes_ = 0;
  bool too_large_ = false;
  bool disk_is_full_ = false;

  bool given_up_ = false;
  bool ended_ = false;
  ResourceUsage usage_at_end_;
};

}  // namespace geotask
