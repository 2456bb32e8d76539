// SPDX-License-Identifier: GPL-2.0-or-later
//
// The job board: what is known of every job. The one place where a job's state changes, and from
// where watchers learn of it. It decides nothing: the JobService admits, the Scheduler runs.
//
// All methods may be called from any thread and return at once; watchers are called without a lock
// held, on the thread that changed the job.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/clock.h"
#include "domain/event_log.h"
#include "domain/feature_set.h"
#include "domain/job.h"
#include "domain/mutex.h"
#include "domain/spool.h"

namespace geotask {

struct JobRecord;  // job_record.h
struct Watcher;

// Where a watch begins.
struct WatchStart {
  bool replay = false;                     // With the oldest event that is kept.
  std::optional<uint64_t> after_sequence;  // With the one after this.
};

// What is new to one watcher.
struct WatchNews {
  std::vector<JobEvent> events;      // In order.
  std::optional<Progress> progress;  // If it changed since the last pull.
  bool more = false;                 // There was more than asked for: pull again.
  bool ended = false;       // The last event was given: the job has ended (or was deleted).
  absl::Status end_status;  // With `ended`: OK, or ABORTED JOB_DELETED.
};

// One watcher's place in a job's events. Used by one thread at a time; ending it stops the calls,
// but for one that is already on its way. `notify` is called once after each pull, when there is
// something to pull again. Must not outlive the board.
class JobWatch {
 public:
  virtual ~JobWatch() = default;
  // The first pull begins with the job as it is then.
  virtual WatchNews pull(size_t max_events) = 0;
};

// NOT_FOUND JOB_NOT_FOUND.
absl::Status jobNotFound(const std::string& id);

// Told of each change of state, for logs and metrics. Called without a lock held.
class JobObserver {
 public:
  virtual ~JobObserver() = default;
  virtual void onStateChanged(const JobSnapshot& job) = 0;
};

struct JobFilter {
  std::string principal;
  std::set<JobState> states;                  // Empty: all.
  std::map<std::string, std::string> labels;  // All of them.
};

struct JobPage {
  std::vector<JobSnapshot> jobs;  // Newest first.
  uint64_t next_before = 0;       // Continue below this number; 0: no more.
};

// How much is kept.
struct Keeping {
  size_t max_log_lines = 1000;             // Of each job.
  size_t max_jobs = 10'000;                // That have ended,
  uint64_t max_bytes = uint64_t{1} << 36;  // and of their results. Beyond it the first to end go.
  size_t max_calls = 100;                  // Volatile calls that have ended, likewise.
};

class JobBoard {
 public:
  JobBoard(const Clock& clock, const Keeping& keeping, JobObserver* observer = nullptr);
  ~JobBoard();

  // Registers a job as QUEUED. ALREADY_EXISTS JOB_EXISTS when the id is taken.
  absl::StatusOr<JobSnapshot> add(const std::string& id, const std::string& principal,
                                  std::shared_ptr<const JobSpec> spec);

  // Each: NOT_FOUND JOB_NOT_FOUND for a job that is not there or is not this principal's.
  absl::StatusOr<JobSnapshot> get(const std::string& principal, const std::string& id) const;
  absl::StatusOr<std::unique_ptr<JobWatch>> watch(const std::string& principal,
                                                  const std::string& id, const WatchStart& start,
                                                  std::function<void()> notify);
  // What a job has made so far, and the job with it.
  struct Result {
    JobSnapshot job;
    std::vector<StoredOutput> outputs;  // As `job.outputs`.
  };
  absl::StatusOr<Result> result(const std::string& principal, const std::string& id) const;
  // Removes a job that has ended, and its outputs; FAILED_PRECONDITION JOB_NOT_FINISHED before that.
  absl::Status remove(const std::string& principal, const std::string& id);

  // Jobs numbered below `before` (0: from the newest on). Looks at no more than some thousands of
  // jobs a call, so a page may be short.
  JobPage list(const JobFilter& filter, size_t page_size, uint64_t before) const;

  // Changes by those who run the job. Each returns false, and does nothing, when the job is gone or
  // the state machine does not allow it.
  bool start(const std::string& id);          // QUEUED → RUNNING
  bool requestCancel(const std::string& id);  // RUNNING → CANCELLING
  // → a final state. `error` for FAILED and CANCELLED. Sets end_time and, `ttl` later, expire_time.
  bool finish(const std::string& id, JobState state, std::optional<JobError> error,
              absl::Duration ttl);
  void addOutput(const std::string& id, StoredOutput output);
  void setTotal(const std::string& id, std::optional<uint64_t> features);
  void setStage(const std::string& id, Stage stage);
  void setFraction(const std::string& id, double fraction);
  void setPlace(const std::string& id, const std::string& place);
  void setUsage(const std::string& id, const ResourceUsage& usage);
  void resultGrew(const std::string& id);
  void addFeaturesDone(const std::string& id, uint64_t count);
  void log(const std::string& id, LogLine line);

  // Removes the jobs that have expired; gives the time of the next one (InfiniteFuture: none).
  absl::Time removeExpired();

  // The jobs with cancel_on_disconnect that have not ended and that nobody has watched for this
  // long.
  std::vector<std::string> unfollowed(absl::Duration grace) const;

 private:
  using RecordPtr = std::shared_ptr<JobRecord>;
  // Those to tell of a change once the lock is released.
  struct News;

  RecordPtr find(const std::string& id) const GEOTASK_REQUIRES(mutex_);
  absl::StatusOr<RecordPtr> find(const std::string& principal, const std::string& id) const
      GEOTASK_REQUIRES(mutex_);
  // Numbers the new state and collects those who want to know.
  void stateChanged(JobRecord& record, News& news) GEOTASK_REQUIRES(mutex_);
  void progressChanged(JobRecord& record, News& news) GEOTASK_REQUIRES(mutex_);
  // Changes what a job that has not ended shows besides its state.
  void changeProgress(const std::string& id, const std::function<void(JobRecord&)>& change)
      GEOTASK_EXCLUDES(mutex_);
  void collectWatchers(JobRecord& record, News& news) GEOTASK_REQUIRES(mutex_);
  // Takes a record out. Its outputs are removed by tell().
  void drop(const RecordPtr& record, News& news) GEOTASK_REQUIRES(mutex_);
  void tell(const News& news) GEOTASK_EXCLUDES(mutex_);
  // A watch ends.
  void leave(JobRecord& record, const std::shared_ptr<Watcher>& watcher) GEOTASK_EXCLUDES(mutex_);
  // Notes whether anyone follows a job that is tied to its clients.
  void noteFollowers(JobRecord& record) GEOTASK_REQUIRES(mutex_);
  // Makes room: the jobs that ended first go.
  void dropExcess(News& news) GEOTASK_REQUIRES(mutex_);

  const Clock& clock_;
  const Keeping keeping_;
  JobObserver* const observer_;
  mutable Mutex mutex_;
  uint64_t last_number_ GEOTASK_GUARDED_BY(mutex_) = 0;
  std::unordered_map<std::string, RecordPtr> by_id_ GEOTASK_GUARDED_BY(mutex_);
  std::map<uint64_t, RecordPtr> by_number_ GEOTASK_GUARDED_BY(mutex_);
  std::set<std::pair<absl::Time, uint64_t>> expiries_ GEOTASK_GUARDED_BY(mutex_);
  // Those that have ended, in that order, the volatile ones apart, and the bytes of their results.
  uint64_t last_ended_ GEOTASK_GUARDED_BY(mutex_) = 0;
  std::map<uint64_t, RecordPtr> ended_ GEOTASK_GUARDED_BY(mutex_);
  std::map<uint64_t, RecordPtr> ended_calls_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t ended_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  // Since when (Clock::elapsed) nobody follows a job that is tied to its clients.
  std::set<std::pair<absl::Duration, uint64_t>> unfollowed_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
