// SPDX-License-Identifier: GPL-2.0-or-later
//
// The processes that run algorithms: warm ones wait, each serves one job at a time.
//
//     absl::StatusOr<WorkerLease> lease = pool.acquire(WorkerKind::kNative, principal, cancelled);
//     Worker& worker = **lease;
//     ...                      // One job.
//     lease->giveBack();       // It was fine: it may serve the same principal again.
//
// A lease that goes without giveBack() ends its process. A worker that has served a principal serves
// nobody else; it is renewed instead, and also after a number of jobs, above a size, when it dies.
// Those that cannot be started are tried again, ever more rarely.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/job_event.h"
#include "domain/workers_info.h"
#include "worker/worker.h"
#include "worker/worker_setup.h"

namespace geotask {

struct PoolOptions {
  std::string program;  // geotask-worker, an absolute path.
  std::string folder;   // For the workers' own folders; emptied at start. Nobody else's.
  unsigned count = 2;   // Processes that serve jobs.
  unsigned renew_after_jobs = 100;
  uint64_t renew_above_bytes = uint64_t{1} << 30;  // Of its memory when it is idle.
  uint64_t max_memory_bytes = uint64_t{4} << 30;   // Of a job's processes; 0: no limit.
  uint64_t max_disk_bytes = 0;                     // Of the files that a job writes; 0: no limit.
  // Of one that hangs: the machine may be busy. One that ends is heard at once.
  absl::Duration start_timeout = absl::Minutes(5);
  absl::Duration cancel_grace = absl::Seconds(2);
  absl::Duration check_timeout = absl::Seconds(10);
  absl::Duration picture_timeout = absl::Seconds(30);
  bool python = true;       // Whether workers with Python may be started.
  bool link_inputs = true;  // Inputs are hard links where the disk is the same; else copies. Copies
                            // are safer where there is no Landlock to keep a worker from writing.
  WorkerSettings settings;
  // For the operator: what workers write to standard error, and why they end. Any thread.
  std::function<void(Severity severity, const std::string& message)> log;
};

class WorkerPool;

// A worker for one job. Moves; used by one thread at a time. Goes before the pool does.
class WorkerLease {
 public:
  WorkerLease(WorkerPool& pool, std::unique_ptr<Worker> worker);
  WorkerLease(WorkerLease&& other) noexcept = default;
  WorkerLease& operator=(WorkerLease&&) = delete;
  ~WorkerLease();

  Worker& operator*() const { return *worker_; }
  Worker* operator->() const { return worker_.get(); }

  // The job has ended well enough for the next one.
  void giveBack();

 private:
  WorkerPool* pool_;
  std::unique_ptr<Worker> worker_;
};

// Thread-safe.
class WorkerPool {
 public:
  // Starts the processes in the background.
  explicit WorkerPool(const PoolOptions& options);
  // Ends them all. No lease may be left.
  ~WorkerPool();

  // Waits for a worker, without computing. CANCELLED once `cancelled` says so; UNAVAILABLE
  // WORKER_UNAVAILABLE, with the reason, while none can be started.
  absl::StatusOr<WorkerLease> acquire(WorkerKind kind, const std::string& principal,
                                      const std::function<bool()>& cancelled);
  // One besides those of `count`, ended with its owner, who must go before the pool does. Errors as
  // above.
  absl::StatusOr<std::unique_ptr<Worker>> startApart(WorkerKind kind,
                                                     const std::function<bool()>& cancelled);

  struct Counts {
    unsigned idle = 0;
    unsigned busy = 0;
    unsigned starting = 0;
    uint64_t started = 0;  // Since the pool is there.
    uint64_t crashed = 0;  // Ended by themselves.
  };
  Counts counts() const;
  // For everybody: what is fixed, and the protections that workers have told.
  WorkersInfo info() const;
  const PoolOptions& options() const;

 private:
  friend class WorkerLease;
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace geotask
