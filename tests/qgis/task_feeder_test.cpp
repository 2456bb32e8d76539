// SPDX-License-Identifier: GPL-2.0-or-later
//
// The story: QgsTaskManager, given 2,000 short tasks a few at a time, left one or two of them
// "queued" for ever in nearly every run. It takes the runnable of a task that has ended out of the
// pool's queue by an address that may meanwhile be that of a new task's runnable. The feeder's gate
// keeps new tasks away for that long. Without it the first test below does not end.
#include "qgis/task_feeder.h"

#include <gtest/gtest.h>

#include <QThreadPool>
#include <atomic>
#include <random>
#include <string>

#include "domain/compute_slot.h"
#include "event_loop.h"
#include "qgis_environment.h"

namespace geotask::testing {
namespace {

// Gives `total` chunks, of jobs of ten, that do next to nothing and count themselves.
class CountingSource : public ChunkSource {
 public:
  explicit CountingSource(unsigned total) : total_(total) {}
  std::optional<Chunk> take(Budget budget) override {
    if (budget != Budget::kCompute) return std::nullopt;
    if (given_ == total_) return std::nullopt;
    const unsigned number = given_++;
    Chunk chunk;
    chunk.job_id = "job-" + std::to_string(number / 10);
    chunk.run = [this](const std::function<bool()>& cancelled) {
      if (cancelled()) ++stopped;
      ++ended;
    };
    return chunk;
  }
  unsigned given() const { return given_; }

  std::atomic<unsigned> ended{0};
  std::atomic<unsigned> stopped{0};

 private:
  const unsigned total_;
  unsigned given_ = 0;
};

class TaskFeederWithPool : public ::testing::TestWithParam<int> {
 protected:
  void SetUp() override { threadPoolOfTasks().setMaxThreadCount(GetParam()); }
  MainThread main_thread_;
};

TEST_P(TaskFeederWithPool, NoTaskOfFiftyThousandIsLost) {
  CountingSource source(50000);
  TaskFeeder feeder(main_thread_, source, {static_cast<unsigned>(GetParam()), 0});
  feeder.wake();
  ASSERT_TRUE(runEventsUntil([&] { return source.ended == 50000 && feeder.idle(); }))
      << source.ended << " of " << source.given() << " ended";
}

TEST_P(TaskFeederWithPool, NoneIsLostWhileJobsAreCancelledAtRandom) {
  CountingSource source(20000);
  TaskFeeder feeder(main_thread_, source, {static_cast<unsigned>(GetParam()), 0});
  std::mt19937 random(1);  // NOLINT: the same cancels in every run.
  feeder.wake();
  ASSERT_TRUE(runEventsUntil([&] {
    const unsigned job = source.given() / 10;
    if (random() % 4 == 0) feeder.cancel("job-" + std::to_string(job - std::min(job, 1U)));
    feeder.cancel("job-" + std::to_string(job));
    return source.ended == 20000 && feeder.idle();
  })) << source.ended
      << " of " << source.given() << " ended";
}

INSTANTIATE_TEST_SUITE_P(PoolSizes, TaskFeederWithPool, ::testing::Values(1, 2, 3, 8));

// One chunk that waits until it is asked to stop.
class WaitingSource : public ChunkSource {
 public:
  std::optional<Chunk> take(Budget budget) override {
    if (budget != Budget::kCompute) return std::nullopt;
    if (given_) return std::nullopt;
    given_ = true;
    return Chunk{"waits", [this](const std::function<bool()>& cancelled) {
                   begun = true;
                   while (!cancelled()) {
                   }
                   ended = true;
                 }};
  }
  std::atomic<bool> begun{false};
  std::atomic<bool> ended{false};

 private:
  bool given_ = false;
};

TEST(TaskFeeder, CancelReachesAChunkThatRuns) {
  MainThread main_thread;
  WaitingSource source;
  TaskFeeder feeder(main_thread, source, {2, 0});
  feeder.wake();
  ASSERT_TRUE(runEventsUntil([&] { return source.begun.load(); }));
  feeder.cancel("another");
  runEventsUntil([] { return true; });
  EXPECT_FALSE(source.ended);
  feeder.cancel("waits");
  EXPECT_TRUE(runEventsUntil([&] { return source.ended && feeder.idle(); }));
}

// Chunks of one job that wait, and of another that compute.
class ComputingAndWaitingSource : public ChunkSource {
 public:
  std::optional<Chunk> take(Budget budget) override {
    if (budget != Budget::kCompute || given_ == 3) return std::nullopt;
    if (given_++ < 2) {
      return Chunk{"heavy", [this](const std::function<bool()>&) {
                     const ComputeSlot::Break waiting;
                     ++at_wait;
                     while (!go_on) {
                     }
                   }};
    }
    return Chunk{"small", [this](const std::function<bool()>&) {
                   small_ran = true;
                   go_on = true;
                 }};
  }
  std::atomic<int> at_wait{0};
  std::atomic<bool> small_ran{false};
  std::atomic<bool> go_on{false};

 private:
  int given_ = 0;
};

TEST(TaskFeeder, ChunksThatWaitLeaveTheirPlacesToOthers) {
  threadPoolOfTasks().setMaxThreadCount(3);
  MainThread main_thread;
  ComputingAndWaitingSource source;
  TaskFeeder feeder(main_thread, source, {1, 0, 2});
  feeder.wake();
  EXPECT_TRUE(runEventsUntil([&] { return source.small_ran && feeder.idle(); }));
  EXPECT_EQ(source.at_wait, 2);
}

TEST(TaskFeeder, NoMoreWaitThanThereAreThreadsForThem) {
  threadPoolOfTasks().setMaxThreadCount(2);
  MainThread main_thread;
  ComputingAndWaitingSource source;
  TaskFeeder feeder(main_thread, source, {1, 0, 1});
  feeder.wake();
  ASSERT_TRUE(runEventsUntil([&] { return source.at_wait == 2; }));
  runEventsUntil([] { return true; });
  EXPECT_FALSE(source.small_ran);
  source.go_on = true;
  EXPECT_TRUE(runEventsUntil([&] { return source.small_ran && feeder.idle(); }));
}

}  // namespace
}  // namespace geotask::testing
