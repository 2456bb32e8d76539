// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/fair_queue.h"

#include <algorithm>

namespace geotask {

void FairQueue::enter(ScheduledJob& job) {
  if (job.queued) return;
  job.pass = std::max(job.pass, now_);
  job.queued = true;
  jobs_.insert(&job);
}

void FairQueue::remove(ScheduledJob& job) {
  if (!job.queued) return;
  jobs_.erase(&job);
  job.queued = false;
}

void FairQueue::charge(ScheduledJob& job, absl::Duration cost) {
  // The order depends on the pass, so it must not change while the job is in the set.
  const bool queued = job.queued;
  if (queued) jobs_.erase(&job);
  job.pass += absl::ToDoubleSeconds(cost) / job.weight;
  if (queued) jobs_.insert(&job);
}

ScheduledJob* FairQueue::next() {
  if (jobs_.empty()) return nullptr;
  ScheduledJob* job = *jobs_.begin();
  now_ = std::max(now_, job->pass);
  return job;
}

}  // namespace geotask
