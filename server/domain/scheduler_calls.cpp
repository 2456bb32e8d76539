// SPDX-License-Identifier: GPL-2.0-or-later
//
// The scheduler's part for volatile calls.
#include <exception>

#include "domain/row_stream.h"
#include "domain/scheduler.h"

namespace geotask {

namespace {

// What it throws, its chunks will throw again.
bool isSmall(JobWork& work) {
  try {
    return work.small();
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

void Scheduler::enqueueCall(const std::string& id, const std::string& principal,
                            std::shared_ptr<const JobSpec> spec, JobInputs inputs) {
  MutexLock lock(mutex_);
  const JobPtr job = add(id, principal, std::move(spec), std::move(inputs));
  job->stream->attach([this, id] { rouse(id); });
  laneOf(*job).ready.enter(*job);
}

void Scheduler::runHere(const std::string& id) {
  JobPtr job;
  bool alone = false;
  {
    MutexLock lock(mutex_);
    const auto found = jobs_.find(id);
    // The executor may have come upon it.
    if (found == jobs_.end() || found->second->busy || found->second->started) return;
    job = found->second;
    laneOf(*job).ready.remove(*job);
    job->busy = true;
    alone = !laneOf(*job).moreToTake();
  }
  if (!start(job)) return;
  if (!alone || !isSmall(*job->work)) return settle(job);
  std::optional<Chunk> chunk;
  {
    MutexLock lock(mutex_);
    job->busy = false;
    chunk = claimChunk(job);
    if (!chunk) laneOf(*job).ready.enter(*job);
  }
  settled_.notifyAll();
  if (chunk) return chunk->run(nullptr);
  wakeExecutor();
}

void Scheduler::rouse(const std::string& id) {
  JobPtr job;
  std::optional<JobEnding> ending;
  {
    MutexLock lock(mutex_);
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return;
    job = found->second;
    // Who is busy with it looks himself when he is through.
    if (job->busy || !job->started || job->stopping()) return;
    if (isOver(*job)) {
      ending = takeOut(*job);
    } else {
      laneOf(*job).ready.enter(*job);
    }
  }
  if (ending) return end(job, *std::move(ending));
  wakeExecutor();
}

}  // namespace geotask
