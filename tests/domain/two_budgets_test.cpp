// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs that wait for a worker process and jobs that compute here are counted apart.
#include <gtest/gtest.h>

#include <vector>

#include "domain/scheduler.h"
#include "support/fake_clock.h"
#include "support/fake_job_runner.h"

namespace geotask {
namespace {

class TwoBudgetsTest : public testing::Test {
 protected:
  void submit(const std::string& id, Operation operation, uint64_t chunks = 1) {
    runner_.script(id, {chunks});
    JobSpec spec;
    spec.operation = operation;
    const auto shared = std::make_shared<const JobSpec>(spec);
    board_.add(id, "ann", shared).IgnoreError();
    scheduler_.enqueue(id, "ann", shared, {});
  }
  std::string taken(Budget budget) {
    auto chunk = scheduler_.take(budget);
    if (!chunk) return "nothing";
    chunks_.push_back(*std::move(chunk));
    return chunks_.back().job_id;
  }
  void runLast() {
    chunks_.back().run([] { return false; });
    chunks_.pop_back();
  }
  JobState state(const std::string& id) { return *board_.get("ann", id)->state; }

  FakeClock clock_;
  JobBoard board_{clock_, {10}};
  FakeJobRunner runner_;
  // Two jobs compute, and two have a worker, at a time.
  Scheduler scheduler_{{2, 2, absl::Hours(1)}, clock_, board_, runner_};
  std::vector<Chunk> chunks_;
};

TEST_F(TwoBudgetsTest, ABufferRunsWhileAllWorkersAreBusy) {
  for (const char* id : {"p1", "p2", "p3"}) submit(id, Operation::kProcessing);
  EXPECT_EQ(taken(Budget::kWorker), "p1");
  EXPECT_EQ(taken(Budget::kWorker), "p2");
  EXPECT_EQ(taken(Budget::kWorker), "nothing");
  submit("b", Operation::kBuffer);
  EXPECT_EQ(taken(Budget::kCompute), "b");
  EXPECT_EQ(state("p3"), JobState::kQueued);
}

TEST_F(TwoBudgetsTest, AnAlgorithmRunsWhileAllThreadsCompute) {
  for (const char* id : {"b1", "b2", "b3"}) submit(id, Operation::kBuffer);
  EXPECT_EQ(taken(Budget::kCompute), "b1");
  EXPECT_EQ(taken(Budget::kCompute), "b2");
  EXPECT_EQ(taken(Budget::kCompute), "nothing");
  submit("p", Operation::kProcessing);
  EXPECT_EQ(taken(Budget::kWorker), "p");
}

TEST_F(TwoBudgetsTest, NeitherTakesTheOthersJobs) {
  submit("p", Operation::kProcessing);
  EXPECT_EQ(taken(Budget::kCompute), "nothing");
  submit("b", Operation::kBuffer);
  EXPECT_EQ(taken(Budget::kWorker), "p");
  EXPECT_EQ(taken(Budget::kWorker), "nothing");
}

TEST_F(TwoBudgetsTest, TheNextAlgorithmBeginsWhenAWorkerIsFree) {
  for (const char* id : {"p1", "p2", "p3"}) submit(id, Operation::kProcessing);
  taken(Budget::kWorker);
  taken(Budget::kWorker);
  runLast();
  EXPECT_EQ(state("p2"), JobState::kSucceeded);
  EXPECT_EQ(taken(Budget::kWorker), "p3");
}

TEST_F(TwoBudgetsTest, CancellingAWaitingAlgorithmLeavesTheCountsRight) {
  for (const char* id : {"p1", "p2", "p3", "p4"}) submit(id, Operation::kProcessing);
  taken(Budget::kWorker);
  EXPECT_TRUE(scheduler_.cancel("p2", {{"CANCELLED_BY_CLIENT"}, "stop"}));
  EXPECT_EQ(taken(Budget::kWorker), "p3");
  EXPECT_EQ(taken(Budget::kWorker), "nothing");
}

}  // namespace
}  // namespace geotask
