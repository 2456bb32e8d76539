// SPDX-License-Identifier: GPL-2.0-or-later
//
// How jobs behave, whatever executes their chunks. Include it in one file of a test program and say
// which executor:
//
//     INSTANTIATE_TEST_SUITE_P(Fake, JobBehaviour, testing::Values(fakeExecutorKind()));
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/gate.h"
#include "support/job_engine.h"

namespace geotask {

class JobBehaviour : public testing::TestWithParam<ExecutorKind> {
 protected:
  // The states that a job went through, and its log, for one who comes when all is over.
  static std::vector<std::string> history(JobEngine& engine, const std::string& id) {
    WatchStart start;
    start.replay = true;
    auto watch = engine.board().watch("local", id, start, [] {});
    std::vector<std::string> states;
    const WatchNews news = (*watch)->pull(10000);
    for (const JobEvent& event : news.events) {
      const auto* job = std::get_if<JobSnapshot>(&event.what);
      if (event.sequence != 0 && job != nullptr) states.push_back(jobStateName(*job->state));
    }
    return states;
  }
};

inline std::ostream& operator<<(std::ostream& out, const ExecutorKind& kind) {
  return out << kind.name;
}

TEST_P(JobBehaviour, EveryChunkRunsOnceAndTheJobSucceeds) {
  JobEngine engine(GetParam());
  engine.submit("a", {20});
  engine.waitForEnd("a");

  EXPECT_EQ(history(engine, "a"), (std::vector<std::string>{"QUEUED", "RUNNING", "SUCCEEDED"}));
  auto begun = engine.runner().begun();
  std::sort(begun.begin(), begun.end());
  ASSERT_EQ(begun.size(), 20u);
  for (uint64_t chunk = 0; chunk < 20; ++chunk) EXPECT_EQ(begun[chunk].second, chunk);
}

TEST_P(JobBehaviour, ProgressIsMonotoneAndEndsWithAll) {
  JobEngine engine(GetParam());
  engine.submit("a", {40, nullptr, 25});
  auto watch = engine.board().watch("local", "a", {}, [] {});

  std::vector<Progress> seen;
  bool ended = false;
  engine.waitUntil([&] {
    const WatchNews news = (*watch)->pull(10);
    for (const JobEvent& event : news.events) {
      if (const auto* job = std::get_if<JobSnapshot>(&event.what)) seen.push_back(job->progress);
    }
    if (news.progress) seen.push_back(*news.progress);
    ended = news.ended;
    return ended;
  });

  for (size_t i = 1; i < seen.size(); ++i) {
    EXPECT_GE(seen[i].features_done, seen[i - 1].features_done);
    EXPECT_GE(seen[i].fraction.value_or(0), seen[i - 1].fraction.value_or(0));
  }
  EXPECT_EQ(seen.back().features_done, 1000u);
  EXPECT_EQ(seen.back().features_total, 1000u);
  EXPECT_EQ(seen.back().fraction, 1.0);
}

TEST_P(JobBehaviour, CancelBeforeStartEndsTheJobAtOnceAndRunsNothing) {
  Gate gate;
  JobEngine engine(GetParam(), 2, 1);
  engine.submit("first", {1, [&](uint64_t, ChunkContext&) {
                            gate.pass();
                            return absl::OkStatus();
                          }});
  engine.waitUntil([&] { return engine.runner().begunOf("first") == 1; });
  engine.submit("second", {5});

  EXPECT_TRUE(engine.cancel("second"));
  EXPECT_EQ(engine.state("second"), JobState::kCancelled);
  gate.open();
  engine.waitUntilIdle();
  EXPECT_EQ(engine.state("first"), JobState::kSucceeded);
  EXPECT_EQ(engine.runner().begunOf("second"), 0u);
  EXPECT_EQ(history(engine, "second"), (std::vector<std::string>{"QUEUED", "CANCELLED"}));
}

TEST_P(JobBehaviour, CancelWhileRunningStopsTheChunksAndStartsNoMore) {
  JobEngine engine(GetParam());
  engine.submit("a", {1000, workUntilCancelled});
  engine.waitUntil([&] { return engine.runner().begunOf("a") == 2; });

  EXPECT_TRUE(engine.cancel("a"));
  EXPECT_GE(engine.state("a"), JobState::kCancelling);
  engine.waitForEnd("a");
  EXPECT_EQ(engine.runner().begunOf("a"), 2u);
  EXPECT_EQ(engine.job("a").error->detail.reason, "CANCELLED_BY_CLIENT");
  EXPECT_EQ(history(engine, "a"),
            (std::vector<std::string>{"QUEUED", "RUNNING", "CANCELLING", "CANCELLED"}));
}

TEST_P(JobBehaviour, CancelTwiceIsTheSameAsOnce) {
  Gate gate;
  JobEngine engine(GetParam());
  engine.submit("a", {1, [&](uint64_t, ChunkContext&) {
                        gate.pass();
                        return absl::OkStatus();
                      }});
  engine.waitUntil([&] { return engine.runner().begunOf("a") == 1; });

  EXPECT_TRUE(engine.cancel("a", "CANCELLED_BY_CLIENT"));
  EXPECT_TRUE(engine.cancel("a", "SHUTDOWN"));
  gate.open();
  engine.waitForEnd("a");
  EXPECT_EQ(engine.job("a").error->detail.reason, "CANCELLED_BY_CLIENT");
  EXPECT_EQ(history(engine, "a"),
            (std::vector<std::string>{"QUEUED", "RUNNING", "CANCELLING", "CANCELLED"}));
}

TEST_P(JobBehaviour, CancelAfterTheEndChangesNothing) {
  JobEngine engine(GetParam());
  engine.submit("a", {1});
  engine.waitUntilIdle();

  EXPECT_FALSE(engine.cancel("a"));
  EXPECT_EQ(engine.state("a"), JobState::kSucceeded);
  EXPECT_FALSE(engine.job("a").error);
}

TEST_P(JobBehaviour, AChunkThatEndsWellAfterACancelDoesNotMakeTheJobSucceed) {
  Gate gate;
  JobEngine engine(GetParam());
  engine.submit("a", {1, [&](uint64_t, ChunkContext&) {
                        gate.pass();  // Never asks whether to stop.
                        return absl::OkStatus();
                      }});
  engine.waitUntil([&] { return engine.runner().begunOf("a") == 1; });
  engine.cancel("a");
  EXPECT_EQ(engine.state("a"), JobState::kCancelling);
  gate.open();
  engine.waitForEnd("a");
  EXPECT_EQ(engine.state("a"), JobState::kCancelled);
}

TEST_P(JobBehaviour, AnExceptionInATaskFailsThatJobAlone) {
  JobEngine engine(GetParam());
  engine.submit("throws", {3, [](uint64_t, ChunkContext&) -> absl::Status {
                             throw std::runtime_error("a bad day");
                           }});
  engine.submit("throws-a-number", {3, [](uint64_t, ChunkContext&) -> absl::Status { throw 42; }});
  engine.submit("works", {50});
  engine.waitUntilIdle();

  EXPECT_EQ(engine.state("throws"), JobState::kFailed);
  EXPECT_EQ(engine.job("throws").error->detail.reason, "INTERNAL");
  EXPECT_EQ(engine.job("throws").error->message, "a bad day");
  EXPECT_EQ(engine.state("throws-a-number"), JobState::kFailed);
  EXPECT_EQ(engine.state("works"), JobState::kSucceeded);
}

TEST_P(JobBehaviour, AnErrorStopsTheOtherChunksOfItsJob) {
  JobEngine engine(GetParam());
  engine.submit("a", {1000, [&](uint64_t chunk, ChunkContext& context) {
                        if (chunk == 0) return workUntilCancelled(chunk, context);
                        return makeError(absl::StatusCode::kInvalidArgument,
                                         {"DISTANCE_IS_NULL", "", "", "a distance"});
                      }});
  engine.waitForEnd("a");
  EXPECT_EQ(engine.state("a"), JobState::kFailed);
  EXPECT_EQ(engine.job("a").error->detail.reason, "DISTANCE_IS_NULL");
  EXPECT_EQ(engine.runner().begunOf("a"), 2u);
}

TEST_P(JobBehaviour, ShutdownEndsWhatRunsAndWhatWaits) {
  JobEngine engine(GetParam(), 2, 3);
  for (int i = 0; i < 10; ++i) {
    engine.submit("job-" + std::to_string(i), {100, workUntilCancelled});
  }
  engine.waitUntil([&] { return engine.runner().begun().size() == 2; });

  const JobError shutdown{{"SHUTDOWN"}, "the server shuts down"};
  engine.scheduler().cancelWaiting(shutdown);
  engine.scheduler().cancelRunning(shutdown);
  engine.waitUntilIdle();
  for (int i = 0; i < 10; ++i) {
    const JobSnapshot job = engine.job("job-" + std::to_string(i));
    EXPECT_EQ(job.state, JobState::kCancelled);
    EXPECT_EQ(job.error->detail.reason, "SHUTDOWN");
  }
  EXPECT_EQ(engine.runner().worksAlive(), 0);
}

TEST_P(JobBehaviour, ASmallJobOvertakesALargeOneThatStartedBefore) {
  JobEngine engine(GetParam());
  engine.submit("large", {400, [&](uint64_t chunk, ChunkContext&) {
                            if (chunk == 10) engine.submit("small", {1});
                            return absl::OkStatus();
                          }});
  engine.waitUntil([&] { return engine.runner().begun().size() == 401; });

  const auto begun = engine.runner().begun();
  const auto small = std::find_if(begun.begin(), begun.end(),
                                  [](const auto& chunk) { return chunk.first == "small"; });
  EXPECT_LT(small - begun.begin(), 100);
}

TEST_P(JobBehaviour, OfTheJobsThatWaitTheOneOfHigherPriorityStartsFirst) {
  Gate gate;
  JobEngine engine(GetParam(), 2, 1);
  engine.submit("first", {1, [&](uint64_t, ChunkContext&) {
                            gate.pass();
                            return absl::OkStatus();
                          }});
  engine.waitUntil([&] { return engine.runner().begunOf("first") == 1; });
  engine.submit("low", {1}, -1);
  engine.submit("middle", {1}, 0);
  engine.submit("high", {1}, 5);
  gate.open();
  engine.waitUntilIdle();

  std::vector<std::string> order;
  for (const auto& [job, chunk] : engine.runner().begun()) order.push_back(job);
  EXPECT_EQ(order, (std::vector<std::string>{"first", "high", "middle", "low"}));
}

}  // namespace geotask
