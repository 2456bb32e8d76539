// SPDX-License-Identifier: GPL-2.0-or-later
//
// The inside of WorkerPool: who waits, who is idle, and the one thread that starts processes (they
// are killed by the kernel when it ends) and gives them away.
#pragma once

#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "domain/mutex.h"
#include "worker/descriptor.h"
#include "worker/start_backoff.h"
#include "worker/worker_pool.h"

namespace geotask {

using WorkerPtr = std::unique_ptr<Worker>;

struct WorkerPool::State {
  explicit State(const PoolOptions& pool_options);
  ~State();

  // Those who call the pool.
  absl::StatusOr<WorkerPtr> waitFor(WorkerKind kind, const std::string& principal, bool apart,
                                    const std::function<bool()>& cancelled);
  void giveBack(WorkerPtr worker);
  void end(WorkerPtr worker);
  Counts counts() const;
  std::vector<ProtectionInfo> protections() const;
  void log(Severity severity, const std::string& message) const;

  const PoolOptions options;

 private:
  struct Waiter {
    WorkerKind kind;
    std::string principal;
    bool apart;
    WorkerPtr given;
    absl::Status refused;

    bool waits() const { return !given && refused.ok(); }
  };
  struct Starting {
    WorkerPtr worker;
    bool apart;
    absl::Time deadline;
  };
  struct Plan {
    std::vector<std::pair<WorkerKind, bool>> to_start;  // With `apart`.
    std::vector<WorkerPtr> to_end;
  };

  // The thread's.
  void run();
  void start(WorkerKind kind, bool apart);
  void waitForNews();
  void hearStarting();
  // Nothing yet; OK when it is ready; an error when it will not be.
  std::optional<absl::Status> hear(Starting& starting);
  void tellProtections(const std::vector<ProtectionInfo>& protections) GEOTASK_EXCLUDES(mutex_);
  void started(Starting starting);
  void startFailed(WorkerKind kind, const std::string& problem) GEOTASK_EXCLUDES(mutex_);

  Plan plan() GEOTASK_EXCLUDES(mutex_);
  void serveWaiters() GEOTASK_REQUIRES(mutex_);
  WorkerPtr takeIdle(const Waiter& waiter) GEOTASK_REQUIRES(mutex_);
  void refuse(WorkerKind kind) GEOTASK_REQUIRES(mutex_);
  size_t startingCount(bool apart) const GEOTASK_REQUIRES(mutex_);
  StartBackoff& backoff(WorkerKind kind) GEOTASK_REQUIRES(mutex_) {
    return backoffs_[kind == WorkerKind::kPython];
  }
  void wake();

  Descriptor wake_;  // An event.

  mutable Mutex mutex_;
  CondVar changed_;  // Some waiter has been served.
  bool stopping_ GEOTASK_GUARDED_BY(mutex_) = false;
  std::list<Waiter> waiters_ GEOTASK_GUARDED_BY(mutex_);
  std::vector<WorkerPtr> idle_ GEOTASK_GUARDED_BY(mutex_);
  // Changed by the thread only.
  std::vector<Starting> starting_ GEOTASK_GUARDED_BY(mutex_);
  std::array<StartBackoff, 2> backoffs_ GEOTASK_GUARDED_BY(mutex_);  // By kind.
  unsigned busy_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t started_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t crashed_ GEOTASK_GUARDED_BY(mutex_) = 0;

  std::vector<ProtectionInfo> protections_ GEOTASK_GUARDED_BY(mutex_);

  // The thread's.
  uint64_t last_number_ = 0;
  std::string told_protections_;
  std::thread thread_;
};

}  // namespace geotask
