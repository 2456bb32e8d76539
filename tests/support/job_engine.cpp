// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_engine.h"

#include <chrono>
#include <thread>
#include <utility>

#include "support/fake_executor.h"

namespace geotask {

namespace {

class FakeExecutorUnderTest : public ExecutorUnderTest {
 public:
  FakeExecutorUnderTest(ChunkSource& source, size_t threads) : executor_(source, threads) {}
  ChunkExecutor& executor() override { return executor_; }
  void waitUntil(const std::function<bool()>& condition) override {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  FakeExecutor executor_;
};

}  // namespace

ExecutorKind fakeExecutorKind() {
  return {"Fake", [](ChunkSource& source, size_t threads) {
            return std::make_unique<FakeExecutorUnderTest>(source, threads);
          }};
}

JobEngine::JobEngine(const ExecutorKind& kind, size_t threads, size_t max_running_jobs)
    : board_(systemClock(), {1000, 1'000'000, ~uint64_t{0}}),
      scheduler_({max_running_jobs, 2, absl::Hours(1)}, systemClock(), board_, runner_),
      executor_(kind.make(scheduler_, threads)) {
  scheduler_.setExecutor(&executor_->executor());
}

JobEngine::~JobEngine() {
  const JobError error{{"SHUTDOWN"}, "the test is over"};
  scheduler_.cancelWaiting(error);
  scheduler_.cancelRunning(error);
  waitUntilIdle();
  executor_.reset();
}

void JobEngine::submit(const std::string& id, FakeScript script, int priority) {
  runner_.script(id, std::move(script));
  JobSpec spec;
  spec.priority = priority;
  const auto shared = std::make_shared<const JobSpec>(std::move(spec));
  if (board_.add(id, "local", shared).ok()) scheduler_.enqueue(id, "local", shared, {});
}

bool JobEngine::cancel(const std::string& id, const std::string& reason) {
  return scheduler_.cancel(id, {{reason}, "cancelled by the test"});
}

JobSnapshot JobEngine::job(const std::string& id) const { return *board_.get("local", id); }

void JobEngine::waitForEnd(const std::string& id) {
  waitUntil([&] { return isTerminal(state(id)); });
}

void JobEngine::waitUntilIdle() {
  waitUntil([&] { return scheduler_.waiting() + scheduler_.running() == 0; });
}

}  // namespace geotask
