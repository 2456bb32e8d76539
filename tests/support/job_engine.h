// SPDX-License-Identifier: GPL-2.0-or-later
//
// Board, scheduler and scripted works around an executor under test.
//
//     JobEngine engine(kind);
//     engine.submit("a", {3});
//     engine.waitForEnd("a");
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/job_board.h"
#include "domain/scheduler.h"
#include "support/fake_job_runner.h"

namespace geotask {

// An executor and how a test waits for what it does. Its destructor ends once no chunk runs.
class ExecutorUnderTest {
 public:
  virtual ~ExecutorUnderTest() = default;
  virtual ChunkExecutor& executor() = 0;
  // Waits on the test's own thread; the place to run an event loop.
  virtual void waitUntil(const std::function<bool()>& condition) = 0;
};

struct ExecutorKind {
  std::string name;
  std::function<std::unique_ptr<ExecutorUnderTest>(ChunkSource& source, size_t threads)> make;
};

// FakeExecutor.
ExecutorKind fakeExecutorKind();

class JobEngine {
 public:
  explicit JobEngine(const ExecutorKind& kind, size_t threads = 2, size_t max_running_jobs = 128);
  ~JobEngine();

  FakeJobRunner& runner() { return runner_; }
  JobBoard& board() { return board_; }
  Scheduler& scheduler() { return scheduler_; }

  void submit(const std::string& id, FakeScript script, int priority = 0);
  bool cancel(const std::string& id, const std::string& reason = "CANCELLED_BY_CLIENT");
  JobSnapshot job(const std::string& id) const;
  JobState state(const std::string& id) const { return *job(id).state; }

  void waitUntil(const std::function<bool()>& condition) { executor_->waitUntil(condition); }
  void waitForEnd(const std::string& id);
  void waitUntilIdle();

 private:
  FakeJobRunner runner_;
  JobBoard board_;
  Scheduler scheduler_;
  std::unique_ptr<ExecutorUnderTest> executor_;
};

}  // namespace geotask
