// SPDX-License-Identifier: GPL-2.0-or-later
//
// A worker process that answers questions and runs no jobs, and the thread that puts them to it one
// after another.
//
//     WorkerDesk desk(pool);
//     desk.ask("alice", [](Worker& worker) { return describe(worker); }, [](absl::Status s) {...});
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "worker/worker_pool.h"

namespace geotask {

// Thread-safe.
class WorkerDesk {
 public:
  // `pool` outlives it. kPython: with Python where the pool has it.
  explicit WorkerDesk(WorkerPool& pool, WorkerKind kind = WorkerKind::kPython);
  // Ends the process, which the first question starts; questions that wait are answered CANCELLED.
  ~WorkerDesk();

  // Puts a question. `question` is called on the desk's thread with a worker that has served nobody
  // but `principal` (empty: what it is asked harms nobody) and must return in time; when it returns an
  // error the worker is replaced, and after UNAVAILABLE from one that had been there before it is
  // called once more. `done` is called there once, after it, or with why there is no
  // worker. Not before `delay` has passed.
  using Question = std::function<absl::Status(Worker& worker)>;
  using Done = std::function<void(const absl::Status& status)>;
  void ask(const std::string& principal, Question question, Done done,
           absl::Duration delay = absl::ZeroDuration());

  // Whether to give up what takes long: the desk is about to go.
  bool stopping() const;
  const PoolOptions& options() const;

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace geotask
