// SPDX-License-Identifier: GPL-2.0-or-later
//
// Processes (geotask-geometry) that do geometry tasks, so that a task can be ended at any moment, at
// once and without a leak: its process is killed and another takes its place.
//
//     GeometryPool pool({siblingProgram("geotask-geometry"), 2, uint64_t{4} << 30, true, log});
//     pool.submit(task, cancelled, [](absl::StatusOr<GeometryAnswer> answer) { ... });
//
// Each process has a thread that speaks with it. When all have been busy for so long that a task waits,
// more are started, up to four times as many: one who asks for what takes minutes does not keep others
// waiting. What a process says is checked: an answer is what its
// task can give, in WKB that is sound, or the process is ended for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "domain/job_event.h"
#include "domain/mutex.h"
#include "geos/geometry_task.h"

namespace geotask {

// Thread-safe.
class GeometryPool : public GeometryProcesses {
 public:
  struct Options {
    std::string program;
    unsigned count = 1;
    uint64_t max_memory_bytes = uint64_t{4} << 30;  // Of one process; its task then fails.
    uint64_t renew_above_bytes = uint64_t{512}
                                 << 20;  // Present after a task: another takes its place.
    bool sandbox = true;
    absl::Duration patience = absl::Seconds(2);  // How long a task waits before more are started.
    std::function<void(Severity severity, const std::string& message)> log;
  };
  struct Counts {
    uint64_t started = 0;    // Processes.
    uint64_t done = 0;       // Tasks that were answered,
    uint64_t cancelled = 0;  // given up,
    uint64_t crashed = 0;    // or that their process did not live through.
  };

  explicit GeometryPool(Options options);
  // Gives up what is not done: CANCELLED.
  ~GeometryPool() override;

  // GeometryProcesses. WORKER_UNAVAILABLE when no process can be started; a task whose process ends
  // under it is tried once more.
  unsigned count() const override { return options_.count; }
  void submit(GeometryTask task, std::function<bool()> cancelled, Done done) override;

  Counts counts() const;

 private:
  struct Request;
  class Attendant;

  void serve();
  std::unique_ptr<Request> next();
  // While all are busy: gives up those that wait for their turn in vain, starts more for the others.
  void lookAfterWaiting();

  const Options options_;
  std::atomic<bool> stopping_{false};
  std::atomic<uint64_t> started_{0}, done_{0}, cancelled_{0}, crashed_{0};
  Mutex mutex_;
  CondVar changed_;
  std::deque<std::unique_ptr<Request>> waiting_ GEOTASK_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
