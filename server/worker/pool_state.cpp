// SPDX-License-Identifier: GPL-2.0-or-later
//
// What those who call the pool see; pool_thread.cpp is the other half.
#include "worker/pool_state.h"

#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "worker/process_tree.h"
#include "worker/remove_tree.h"

namespace geotask {
namespace {

// How often one who waits asks whether to stop.
constexpr std::chrono::milliseconds kCancelPoll(20);

absl::Status unavailable(const std::string& problem, absl::Duration retry_delay) {
  return makeError(absl::StatusCode::kUnavailable,
                   absl::StrCat("no process can be started for the algorithm: ", problem),
                   {"WORKER_UNAVAILABLE", "", "", "", "Tell the operator of the server.",
                    std::max(retry_delay, absl::Seconds(1))});
}

}  // namespace

WorkerPool::State::State(const PoolOptions& pool_options)
    : options(pool_options), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  ::mkdir(options.folder.c_str(), 0700);
  // Of a daemon before this one, whose workers ended with it.
  const absl::Status emptied = removeTree(options.folder, false);
  if (!emptied.ok()) log(Severity::kError, std::string(emptied.message()));
  thread_ = std::thread([this] { run(); });
}

WorkerPool::State::~State() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void WorkerPool::State::log(Severity severity, const std::string& message) const {
  if (options.log) options.log(severity, message);
}

void WorkerPool::State::wake() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t wrote = ::write(wake_.get(), &one, sizeof one);
}

absl::StatusOr<WorkerPtr> WorkerPool::State::waitFor(WorkerKind kind, const std::string& principal,
                                                     bool apart,
                                                     const std::function<bool()>& cancelled) {
  if (kind == WorkerKind::kPython && !options.python) {
    return unavailable("this server has no Python", absl::ZeroDuration());
  }
  std::list<Waiter>::iterator waiter;
  {
    MutexLock lock(mutex_);
    waiter = waiters_.insert(waiters_.end(), {kind, principal, apart, nullptr, {}});
    serveWaiters();
  }
  wake();
  bool stop = false;
  while (true) {
    {
      MutexLock lock(mutex_);
      if (waiter->waits() && !stop && !stopping_) changed_.waitFor(mutex_, kCancelPoll);
      if (!waiter->waits() || stop || stopping_) {
        WorkerPtr given = std::move(waiter->given);
        const absl::Status refused = waiter->refused;
        waiters_.erase(waiter);
        if (given) return given;
        if (!refused.ok()) return refused;
        return absl::CancelledError("stopped while waiting for a worker");
      }
    }
    stop = cancelled();
  }
}

void WorkerPool::State::serveWaiters() {
  for (Waiter& waiter : waiters_) {
    if (waiter.apart || !waiter.waits()) continue;
    waiter.given = takeIdle(waiter);
    if (!waiter.given) continue;
    waiter.given->principal = waiter.principal;
    ++busy_;
    changed_.notifyAll();
  }
}

WorkerPtr WorkerPool::State::takeIdle(const Waiter& waiter) {
  // Better ones have lower marks.
  const auto mark = [&](const Worker& worker) {
    if (!worker.principal.empty() && worker.principal != waiter.principal) return 100;
    if (waiter.kind == WorkerKind::kPython && worker.kind != WorkerKind::kPython) return 100;
    return (worker.kind == waiter.kind ? 0 : 2) + (worker.principal.empty() ? 1 : 0);
  };
  auto best = std::min_element(idle_.begin(), idle_.end(),
                               [&](const auto& a, const auto& b) { return mark(*a) < mark(*b); });
  if (best == idle_.end() || mark(**best) == 100 || (*best)->process->ended()) return nullptr;
  WorkerPtr taken = std::move(*best);
  idle_.erase(best);
  return taken;
}

void WorkerPool::State::giveBack(WorkerPtr worker) {
  ++worker->jobs;
  const std::vector<pid_t> processes = processTree(worker->process->pid());
  // One that has left a process behind has not ended its job.
  if (worker->jobs >= options.renew_after_jobs || processes.size() > 1 ||
      residentBytes(processes) > options.renew_above_bytes || !worker->folder->clear().ok()) {
    end(std::move(worker));
    return;
  }
  {
    MutexLock lock(mutex_);
    idle_.push_back(std::move(worker));
    --busy_;
    serveWaiters();
  }
  wake();
}

void WorkerPool::State::end(WorkerPtr worker) {
  worker.reset();
  {
    MutexLock lock(mutex_);
    --busy_;
  }
  wake();
}

size_t WorkerPool::State::startingCount(bool apart) const {
  return static_cast<size_t>(
      std::count_if(starting_.begin(), starting_.end(),
                    [&](const Starting& starting) { return starting.apart == apart; }));
}

void WorkerPool::State::refuse(WorkerKind kind) {
  const StartBackoff& state = backoff(kind);
  for (Waiter& waiter : waiters_) {
    if (waiter.kind != kind || !waiter.waits()) continue;
    waiter.refused = unavailable(state.problem(), state.notBefore() - absl::Now());
  }
  changed_.notifyAll();
}

WorkerPool::Counts WorkerPool::State::counts() const {
  MutexLock lock(mutex_);
  return {static_cast<unsigned>(idle_.size()), busy_, static_cast<unsigned>(startingCount(false)),
          started_, crashed_};
}

std::vector<ProtectionInfo> WorkerPool::State::protections() const {
  MutexLock lock(mutex_);
  return protections_;
}

}  // namespace geotask
