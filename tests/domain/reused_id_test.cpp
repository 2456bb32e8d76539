// SPDX-License-Identifier: GPL-2.0-or-later
//
// A client saw its job end, deleted it and submitted the next one under the same id, while the scheduler had
// told the board of the end and not yet let the old job go. The new one was then lost: it had a turn,
// nobody owned it, and the daemon crashed. Now it waits for the old one to leave.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "domain/scheduler.h"
#include "support/fake_clock.h"
#include "support/fake_job_runner.h"

namespace geotask {
namespace {

class EndObserver : public JobObserver {
 public:
  void onStateChanged(const JobSnapshot& job) override {
    if (isTerminal(*job.state) && on_end) std::exchange(on_end, nullptr)();
  }
  std::function<void()> on_end;  // Of the first.
};

TEST(ReusedId, IsThatOfANewJobOnceTheOldOneHasLeft) {
  FakeClock clock;
  EndObserver observer;
  JobBoard board(clock, {}, &observer);
  FakeJobRunner runner;
  Scheduler scheduler({}, clock, board, runner);
  const auto spec = std::make_shared<const JobSpec>();
  runner.script("again", {1});
  const auto submit = [&] {
    ASSERT_TRUE(board.add("again", "ann", spec).ok());
    scheduler.enqueue("again", "ann", spec, {});
  };
  const auto runAll = [&] {
    while (const auto chunk = scheduler.take(Budget::kCompute)) chunk->run([] { return false; });
  };

  std::thread client;
  observer.on_end = [&] {
    client = std::thread([&] {
      ASSERT_TRUE(board.remove("ann", "again").ok());
      submit();
    });
    // The old job leaves when this returns; meanwhile the client has come as far as it can.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  };
  submit();
  scheduler.take(Budget::kCompute)->run([] {
    return false;
  });  // No other: it might be the new job's.
  client.join();
  EXPECT_EQ(scheduler.waiting(), 1U);
  runAll();
  EXPECT_EQ(*board.get("ann", "again")->state, JobState::kSucceeded);
  EXPECT_EQ(scheduler.waiting() + scheduler.running(), 0U);
}

}  // namespace
}  // namespace geotask
