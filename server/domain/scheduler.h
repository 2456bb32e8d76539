// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fair scheduler: whose chunk is next.
//
// There is a lane for each budget. In it jobs wait by priority, then age; up to `max_running_jobs` (or
// one for each worker process) of them are at work; those take turns by stride scheduling
// (Waldspurger and Weihl 1995): each has a virtual time that grows by the time its chunks took divided
// by its weight (2^priority), and the one that is furthest behind is next. A job that begins enters at
// the present virtual time, so a small job overtakes a large one that started before. All costs are
// logarithmic in the number of jobs.
//
// A job whose input comes in a call (JobInputs::stream) takes its turn at once, beside those places: it
// sleeps while its rows are on their way. Where nobody else has a turn, one that is whole and small is
// done on the thread that brought it.
//
// The board, the runner's createWork() and the executor are called without the scheduler's lock;
// JobWork::claim() and finished() with it. What the board calls (watchers, the observer) may ask
// the scheduler for its counts, but must not call cancel(). Works are destroyed without the lock.
#pragma once

#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/clock.h"
#include "domain/job_board.h"
#include "domain/job_ending.h"
#include "domain/job_work.h"
#include "domain/lane.h"
#include "domain/mutex.h"
#include "domain/scheduled_job.h"

namespace geotask {

class Scheduler : public ChunkSource {
 public:
  struct Options {
    size_t max_running_jobs = 128;  // Of those that compute here.
    size_t workers = 1;             // Jobs that have a worker process, at a time.
    absl::Duration default_ttl = absl::Hours(24);
    absl::Duration max_run_time = absl::Hours(24);
  };
  Scheduler(const Options& options, const Clock& clock, JobBoard& board, JobRunner& runner);
  ~Scheduler() override;

  // Before the first enqueue().
  void setExecutor(ChunkExecutor* executor);

  // A job that the board knows as QUEUED.
  void enqueue(const std::string& id, const std::string& principal,
               std::shared_ptr<const JobSpec> spec, JobInputs inputs);

  // The same for a volatile call, except that nobody is told of it yet: runHere() is to follow.
  void enqueueCall(const std::string& id, const std::string& principal,
                   std::shared_ptr<const JobSpec> spec, JobInputs inputs);
  // Does the work of such a job on this thread when it is small and no other has its turn; else the
  // executor is told. Called without locks.
  void runHere(const std::string& id);

  // The job may have something to claim, or be finished: then it ends, if nothing of it runs. Any
  // thread, without locks; a job that is not here (any more) is none of its business.
  void rouse(const std::string& id);

  // Stops a job: at once when it waits; else it is CANCELLING until its chunks have ended. `error`
  // is what the job then carries. False when it is not here (ended). Repeating it changes nothing.
  bool cancel(const std::string& id, const JobError& error);

  // The same, but the job ends FAILED.
  void fail(const std::string& id, const absl::Status& error);

  // cancel() for all that wait, and for all that run.
  size_t cancelWaiting(const JobError& error);  // How many.
  void cancelRunning(const JobError& error);

  // Stops the jobs that have run for longer than `max_run_time`: they end FAILED with TIMEOUT once
  // their chunks have ended. The time until the next one is due (InfiniteDuration: none runs).
  absl::Duration stopOverdue();

  size_t waiting() const;
  size_t running() const;
  // Bytes of features in memory that jobs here hold.
  uint64_t memoryBytes() const;

  // ChunkSource
  std::optional<Chunk> take(Budget budget) override;

 private:
  using JobPtr = std::shared_ptr<ScheduledJob>;

  JobPtr add(const std::string& id, const std::string& principal,
             std::shared_ptr<const JobSpec> spec, JobInputs inputs) GEOTASK_REQUIRES(mutex_);

  // Called without the lock, each on a job that is busy. start() leaves it so, for settle(), and is
  // false when the job has ended instead.
  bool start(const JobPtr& job) GEOTASK_EXCLUDES(mutex_);
  void settle(const JobPtr& job) GEOTASK_EXCLUDES(mutex_);
  void end(const JobPtr& job, JobEnding ending) GEOTASK_EXCLUDES(mutex_);

  void run(const JobPtr& job, uint64_t chunk, const std::function<bool()>& cancelled)
      GEOTASK_EXCLUDES(mutex_);
  void chunkEnded(const JobPtr& job, const absl::Status& status, absl::Duration cost)
      GEOTASK_EXCLUDES(mutex_);

  Lane& laneOf(const ScheduledJob& job) GEOTASK_REQUIRES(mutex_);
  // Gives out the next chunk of a job, if there is one.
  std::optional<Chunk> claimChunk(const JobPtr& job) GEOTASK_REQUIRES(mutex_);
  // Whether nothing of it runs and it is done.
  bool isOver(const ScheduledJob& job) const GEOTASK_REQUIRES(mutex_);
  // Makes a job busy for its end.
  JobEnding takeOut(ScheduledJob& job) GEOTASK_REQUIRES(mutex_);
  // The job once nobody is busy with it; null when it is not (or no longer) here.
  JobPtr findSettled(const std::string& id) GEOTASK_REQUIRES(mutex_);
  // Makes it fail with this error; true when other chunks of it run that are to be told.
  bool stopWith(ScheduledJob& job, JobError error,
                absl::StatusCode code = absl::StatusCode::kAborted) GEOTASK_REQUIRES(mutex_);
  std::vector<std::string> idsOf(bool started) const GEOTASK_EXCLUDES(mutex_);
  void wakeExecutor();

  // Constant after construction, or setExecutor().
  const Options options_;
  const Clock& clock_;
  JobBoard& board_;
  JobRunner& runner_;
  ChunkExecutor* executor_ = nullptr;

  mutable Mutex mutex_;
  CondVar settled_;  // Some job is no longer busy.
  uint64_t last_number_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t memory_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  size_t started_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Of those in jobs_.
  std::unordered_map<std::string, JobPtr> jobs_ GEOTASK_GUARDED_BY(mutex_);
  Lane lanes_[std::size(kBudgets)] GEOTASK_GUARDED_BY(mutex_);
  // Those that run, by the time (Clock::elapsed) by which they must be done.
  std::map<std::pair<absl::Duration, uint64_t>, JobPtr> deadlines_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
