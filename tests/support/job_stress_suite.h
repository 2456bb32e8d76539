// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stress suite, written once for every executor: include it and instantiate JobStress with a
// kind of executor and numbers of threads.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "support/job_stress.h"

namespace geotask {

class JobStress : public testing::TestWithParam<std::tuple<ExecutorKind, size_t>> {
 protected:
  JobEngine engine_{std::get<0>(GetParam()), std::get<1>(GetParam())};
};

TEST_P(JobStress, TwentyThousandSmallJobsAllSucceed) {
  const auto ended = runStress(engine_, {20000, 1});
  EXPECT_EQ(ended, (std::map<JobState, int>{{JobState::kSucceeded, 20000}}));
  EXPECT_EQ(engine_.runner().worksAlive(), 0);
}

TEST_P(JobStress, TwoHundredThousandChunksAllRun) {
  const auto ended = runStress(engine_, {200, 1000});
  EXPECT_EQ(ended, (std::map<JobState, int>{{JobState::kSucceeded, 200}}));
  EXPECT_EQ(engine_.runner().begun().size(), 200000u);
}

TEST_P(JobStress, WithRandomCancelsEveryJobEndsAsItMust) {
  auto ended = runStress(engine_, {20000, 10, 0.3});
  EXPECT_EQ(ended[JobState::kSucceeded] + ended[JobState::kCancelled], 20000);
  EXPECT_GT(ended[JobState::kCancelled], 0);
  EXPECT_GT(ended[JobState::kSucceeded], 0);
  EXPECT_EQ(engine_.runner().worksAlive(), 0);
}

}  // namespace geotask
