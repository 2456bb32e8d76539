// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_desk.h"

#include <algorithm>
#include <atomic>
#include <list>
#include <optional>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "domain/mutex.h"
#include "worker/process_tree.h"

namespace geotask {

struct WorkerDesk::State {
  struct Item {
    std::string principal;
    Question question;
    Done done;
    absl::Time not_before;
  };

  State(WorkerPool& the_pool, WorkerKind the_kind)
      : pool(the_pool), kind(the_kind), thread([this] { run(); }) {}

  ~State() {
    stopping = true;
    changed.notifyAll();
    thread.join();
    for (const Item& item : items) item.done(absl::CancelledError("the server is stopping"));
  }

  void run() {
    while (std::optional<Item> item = next()) {
      const absl::Status status = answer(*item);
      item->done(status);
    }
    worker.reset();
  }

  std::optional<Item> next() {
    MutexLock lock(mutex);
    while (!stopping) {
      const absl::Time now = absl::Now();
      const auto due = std::find_if(items.begin(), items.end(),
                                    [&](const Item& item) { return item.not_before <= now; });
      if (due != items.end()) {
        Item item = std::move(*due);
        items.erase(due);
        return item;
      }
      changed.waitFor(mutex, std::chrono::milliseconds(100));
    }
    return std::nullopt;
  }

  // A worker that died since the last question gets nobody an error.
  absl::Status answer(const Item& item) {
    const bool waited = worker != nullptr;
    const absl::Status status = put(item);
    return waited && absl::IsUnavailable(status) && !stopping ? put(item) : status;
  }

  absl::Status put(const Item& item) {
    const bool served_another = worker && !worker->principal.empty() && !item.principal.empty() &&
                                worker->principal != item.principal;
    if (worker && (served_another || worker->process->ended())) worker.reset();
    if (!worker) {
      absl::StatusOr<std::unique_ptr<Worker>> started = startWorker();
      if (!started.ok()) return started.status();
      worker = *std::move(started);
    }
    if (!item.principal.empty()) worker->principal = item.principal;
    const absl::Status status = item.question(*worker);
    ++worker->jobs;
    const PoolOptions& options = pool.options();
    if (!status.ok() || worker->jobs >= options.renew_after_jobs ||
        residentBytes({worker->process->pid()}) > options.renew_above_bytes ||
        !worker->folder->clear().ok()) {
      worker.reset();
    }
    return status;
  }

  absl::StatusOr<std::unique_ptr<Worker>> startWorker() {
    const auto stop = [this] { return stopping.load(); };
    if (kind == WorkerKind::kPython && pool.options().python) {
      absl::StatusOr<std::unique_ptr<Worker>> with_python =
          pool.startApart(WorkerKind::kPython, stop);
      if (with_python.ok() || stopping) return with_python;
    }
    return pool.startApart(WorkerKind::kNative, stop);
  }

  WorkerPool& pool;
  const WorkerKind kind;
  std::atomic<bool> stopping{false};
  Mutex mutex;
  CondVar changed;
  std::list<Item> items GEOTASK_GUARDED_BY(mutex);
  std::unique_ptr<Worker> worker;  // The thread's.
  std::thread thread;
};

WorkerDesk::WorkerDesk(WorkerPool& pool, WorkerKind kind)
    : state_(std::make_unique<State>(pool, kind)) {}

WorkerDesk::~WorkerDesk() = default;

void WorkerDesk::ask(const std::string& principal, Question question, Done done,
                     absl::Duration delay) {
  {
    MutexLock lock(state_->mutex);
    state_->items.push_back({principal, std::move(question), std::move(done), absl::Now() + delay});
  }
  state_->changed.notifyAll();
}

bool WorkerDesk::stopping() const { return state_->stopping; }

const PoolOptions& WorkerDesk::options() const { return state_->pool.options(); }

}  // namespace geotask
