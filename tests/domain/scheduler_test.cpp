// SPDX-License-Identifier: GPL-2.0-or-later
//
// The scheduler by itself: the test takes the chunks and runs them, and moves the clock.
#include "domain/scheduler.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "support/fake_clock.h"
#include "support/fake_job_runner.h"

namespace geotask {
namespace {

class NoisyExecutor : public ChunkExecutor {
 public:
  void wake() override { ++wakes; }
  void cancel(const std::string& job_id) override { cancelled.push_back(job_id); }
  int wakes = 0;
  std::vector<std::string> cancelled;
};

class SchedulerTest : public testing::Test {
 protected:
  SchedulerTest() { scheduler_.setExecutor(&executor_); }

  void submit(const std::string& id, FakeScript script, int priority = 0,
              std::shared_ptr<const FeatureSet> features = nullptr) {
    runner_.script(id, std::move(script));
    JobSpec spec;
    spec.priority = priority;
    const auto shared = std::make_shared<const JobSpec>(spec);
    board_.add(id, "ann", shared).IgnoreError();
    JobInputs inputs;
    inputs.features = std::move(features);
    scheduler_.enqueue(id, "local", shared, std::move(inputs));
  }
  // A script whose chunks take so long.
  FakeScript taking(absl::Duration time, uint64_t chunks) {
    return {chunks, [this, time](uint64_t, ChunkContext&) {
              clock_.advance(time);
              return absl::OkStatus();
            }};
  }
  static void run(const Chunk& chunk) {
    chunk.run([] { return false; });
  }
  // Takes and runs so many chunks; how many of each job.
  std::map<std::string, int> runChunks(int count) {
    std::map<std::string, int> taken;
    for (int i = 0; i < count; ++i) {
      const auto chunk = scheduler_.take(Budget::kCompute);
      if (!chunk) break;
      ++taken[chunk->job_id];
      run(*chunk);
    }
    return taken;
  }
  JobState state(const std::string& id) { return *board_.get("ann", id)->state; }

  const JobError kStop{{"CANCELLED_BY_CLIENT"}, "stop"};
  FakeClock clock_;
  JobBoard board_{clock_, {10}};
  FakeJobRunner runner_;
  NoisyExecutor executor_;
  Scheduler scheduler_{{4, 2, absl::Hours(1)}, clock_, board_, runner_};
};

TEST_F(SchedulerTest, AJobStartsWithItsFirstChunkAndEndsWithItsLast) {
  submit("a", {2});
  EXPECT_EQ(state("a"), JobState::kQueued);
  const auto first = scheduler_.take(Budget::kCompute);
  EXPECT_EQ(state("a"), JobState::kRunning);
  const auto second = scheduler_.take(Budget::kCompute);
  EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  run(*second);
  EXPECT_EQ(state("a"), JobState::kRunning);
  run(*first);
  EXPECT_EQ(state("a"), JobState::kSucceeded);
  EXPECT_EQ(runner_.worksAlive(), 0);
}

TEST_F(SchedulerTest, AJobWithoutChunksSucceeds) {
  submit("a", {0});
  EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  EXPECT_EQ(state("a"), JobState::kSucceeded);
}

TEST_F(SchedulerTest, JobsOfEqualWeightGetEqualTime) {
  submit("long-chunks", taking(absl::Milliseconds(40), 1000));
  submit("short-chunks", taking(absl::Milliseconds(10), 1000));
  const auto taken = runChunks(500);
  EXPECT_NEAR(taken.at("short-chunks"), 4 * taken.at("long-chunks"), 8);
}

TEST_F(SchedulerTest, AStepOfPriorityDoublesTheShare) {
  submit("low", taking(absl::Milliseconds(10), 10000), 0);
  submit("high", taking(absl::Milliseconds(10), 10000), 2);
  const auto taken = runChunks(1000);
  EXPECT_NEAR(taken.at("high"), 800, 8);
}

TEST_F(SchedulerTest, AJobThatComesLaterDoesNotMakeUpForTheTimeBefore) {
  submit("old", taking(absl::Milliseconds(10), 10000));
  runChunks(1000);
  submit("new", taking(absl::Milliseconds(10), 10000));
  EXPECT_NEAR(runChunks(200).at("new"), 100, 3);
}

TEST_F(SchedulerTest, ASmallJobRunsAtOnceBesideALargeOne) {
  submit("large", taking(absl::Milliseconds(30), 10000));
  runChunks(100);
  submit("small", {1});
  runChunks(2);
  EXPECT_EQ(state("small"), JobState::kSucceeded);
}

TEST_F(SchedulerTest, NoMoreJobsRunThanAllowed) {
  for (int i = 0; i < 6; ++i) submit("job-" + std::to_string(i), {2});
  std::vector<Chunk> chunks;
  while (auto chunk = scheduler_.take(Budget::kCompute)) chunks.push_back(*std::move(chunk));
  EXPECT_EQ(chunks.size(), 8u);
  EXPECT_EQ(scheduler_.running(), 4u);
  EXPECT_EQ(scheduler_.waiting(), 2u);
  for (const Chunk& chunk : chunks) run(chunk);
  EXPECT_EQ(runChunks(100).size(), 2u);
  EXPECT_EQ(scheduler_.running() + scheduler_.waiting(), 0u);
}

TEST_F(SchedulerTest, ThePriorityDecidesAmongThoseThatWaitThenTheAge) {
  for (int i = 0; i < 4; ++i) submit("busy-" + std::to_string(i), {1});
  std::vector<Chunk> busy;
  while (auto chunk = scheduler_.take(Budget::kCompute)) busy.push_back(*std::move(chunk));
  submit("low", {1}, -1);
  submit("high-1", {1}, 3);
  submit("high-2", {1}, 3);
  std::vector<std::string> order;
  for (const Chunk& chunk : busy) {
    run(chunk);
    if (const auto next = scheduler_.take(Budget::kCompute)) {
      order.push_back(next->job_id);
      run(*next);
    }
  }
  EXPECT_EQ(order, (std::vector<std::string>{"high-1", "high-2", "low"}));
}

TEST_F(SchedulerTest, AWorkThatMustWaitForAChunkOfItsOwnComesBackWhenItEnds) {
  FakeScript script{3};
  script.side_by_side = 1;
  submit("a", script);
  auto chunk = scheduler_.take(Budget::kCompute);
  EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  const int wakes = executor_.wakes;
  run(*chunk);
  EXPECT_GT(executor_.wakes, wakes);
  EXPECT_EQ(runChunks(10).at("a"), 2);
  EXPECT_EQ(state("a"), JobState::kSucceeded);
}

TEST_F(SchedulerTest, TheCostOfATakeDoesNotGrowWithTheQueue) {
  const auto claimsFor = [this](const std::string& name, int jobs) {
    for (int i = 0; i < jobs; ++i) submit(name + std::to_string(i), {2});
    const uint64_t before = runner_.claims();
    runChunks(100);
    const uint64_t claims = runner_.claims() - before;
    runChunks(2 * jobs);
    return claims;
  };
  const uint64_t few = claimsFor("few-", 100);
  EXPECT_EQ(claimsFor("many-", 20000), few);
}

TEST_F(SchedulerTest, JobsThatAreBlockedAreNotAskedAgainAtEachTake) {
  FakeScript serial{2};
  serial.side_by_side = 1;
  for (const char* id : {"a", "b", "c"}) submit(id, serial);
  while (scheduler_.take(Budget::kCompute)) continue;  // Those chunks never end.
  const uint64_t claims = runner_.claims();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  EXPECT_EQ(runner_.claims(), claims);
}

TEST_F(SchedulerTest, ACancelReachesTheExecutorAndTheChunk) {
  bool asked = false;
  submit("a", {2, [&](uint64_t, ChunkContext& context) {
                 asked = context.cancelled();
                 return absl::CancelledError("stopped");
               }});
  const auto chunk = scheduler_.take(Budget::kCompute);
  EXPECT_TRUE(scheduler_.cancel("a", kStop));
  EXPECT_EQ(executor_.cancelled, std::vector<std::string>{"a"});
  EXPECT_EQ(state("a"), JobState::kCancelling);
  EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  run(*chunk);
  EXPECT_TRUE(asked);
  EXPECT_EQ(state("a"), JobState::kCancelled);
}

TEST_F(SchedulerTest, ACancelBetweenTwoChunksEndsTheJobAtOnce) {
  submit("a", {2});
  runChunks(1);
  EXPECT_TRUE(scheduler_.cancel("a", kStop));
  EXPECT_EQ(state("a"), JobState::kCancelled);
  EXPECT_FALSE(scheduler_.cancel("a", kStop));
}

TEST_F(SchedulerTest, TheExecutorsWordIsPassedOnToTheChunk) {
  bool asked = false;
  submit("a", {1, [&](uint64_t, ChunkContext& context) {
                 asked = context.cancelled();
                 return absl::OkStatus();
               }});
  scheduler_.take(Budget::kCompute)->run([] { return true; });
  EXPECT_TRUE(asked);
}

TEST_F(SchedulerTest, TheFirstErrorIsTheJobsError) {
  submit("a", {2, [&](uint64_t chunk, ChunkContext&) {
                 return makeError(absl::StatusCode::kInternal,
                                  {"REASON_" + std::to_string(chunk), "", "", "", ""});
               }});
  const auto first = scheduler_.take(Budget::kCompute);
  const auto second = scheduler_.take(Budget::kCompute);
  run(*second);
  EXPECT_EQ(executor_.cancelled, std::vector<std::string>{"a"});
  EXPECT_EQ(state("a"), JobState::kRunning);
  run(*first);
  EXPECT_EQ(state("a"), JobState::kFailed);
  EXPECT_EQ(board_.get("ann", "a")->error->detail.reason, "REASON_1");
}

TEST_F(SchedulerTest, MemoryIsGivenBackWhenTheJobEnds) {
  Feature row;
  row.wkb = std::string(1000, 'x');
  const std::weak_ptr<const FeatureSet> watched = [&] {
    auto features = makeMemoryFeatureSet({}, {row});
    const std::weak_ptr<const FeatureSet> weak = features;
    submit("a", {1}, 0, std::move(features));
    return weak;
  }();
  EXPECT_GE(scheduler_.memoryBytes(), 1000u);
  runChunks(1);
  EXPECT_EQ(scheduler_.memoryBytes(), 0u);
  EXPECT_TRUE(watched.expired());
}

class RunTimeTest : public SchedulerTest {
 protected:
  // Only "a" has a limit of one minute: it is here.
  Scheduler limited_{{128, 2, absl::Hours(1), absl::Minutes(1)}, clock_, board_, runner_};
  void submitLimited(FakeScript script) {
    runner_.script("a", std::move(script));
    const auto spec = std::make_shared<const JobSpec>();
    board_.add("a", "ann", spec).IgnoreError();
    limited_.enqueue("a", "ann", spec, {});
  }
  std::string reason() { return board_.get("ann", "a")->error->detail.reason; }
};

TEST_F(RunTimeTest, AJobThatRunsForTooLongEndsBetweenItsChunks) {
  submitLimited(taking(absl::Seconds(50), 10));
  run(*limited_.take(Budget::kCompute));
  EXPECT_EQ(limited_.stopOverdue(), absl::Seconds(10));
  run(*limited_.take(Budget::kCompute));
  limited_.stopOverdue();
  EXPECT_EQ(state("a"), JobState::kFailed);
  EXPECT_EQ(reason(), "TIMEOUT");
  EXPECT_EQ(limited_.running(), 0u);
}

TEST_F(RunTimeTest, AJobThatIsDeepInAChunkEndsWithIt) {
  limited_.setExecutor(&executor_);
  submitLimited(taking(absl::Seconds(1), 10));
  const auto chunk = limited_.take(Budget::kCompute);
  clock_.advance(absl::Minutes(1));
  limited_.stopOverdue();
  EXPECT_EQ(executor_.cancelled, std::vector<std::string>{"a"});
  EXPECT_EQ(state("a"), JobState::kRunning);
  run(*chunk);
  EXPECT_EQ(state("a"), JobState::kFailed);
  EXPECT_EQ(reason(), "TIMEOUT");
}

TEST_F(RunTimeTest, TimeInTheQueueDoesNotCount) {
  submitLimited(taking(absl::Seconds(1), 1));
  clock_.advance(absl::Hours(1));
  EXPECT_EQ(limited_.stopOverdue(), absl::InfiniteDuration());
  run(*limited_.take(Budget::kCompute));
  EXPECT_EQ(state("a"), JobState::kSucceeded);
}

TEST_F(RunTimeTest, ACancelThatCameFirstWins) {
  limited_.setExecutor(&executor_);
  submitLimited(taking(absl::Seconds(1), 10));
  const auto chunk = limited_.take(Budget::kCompute);
  limited_.cancel("a", {{"CANCELLED_BY_CLIENT"}, ""});
  clock_.advance(absl::Minutes(2));
  limited_.stopOverdue();
  run(*chunk);
  EXPECT_EQ(state("a"), JobState::kCancelled);
}

}  // namespace
}  // namespace geotask
