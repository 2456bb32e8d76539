// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs that are tied to their clients (cancel_on_disconnect): which of them nobody follows, and
// since when.
#include <gtest/gtest.h>

#include "domain/job_board.h"
#include "support/fake_clock.h"

namespace geotask {
namespace {

constexpr absl::Duration kGrace = absl::Seconds(10);

class FollowedJobsTest : public testing::Test {
 protected:
  void add(const std::string& id, bool tied) {
    JobSpec spec;
    spec.cancel_on_disconnect = tied;
    ASSERT_TRUE(board_.add(id, "ann", std::make_shared<const JobSpec>(spec)).ok());
  }
  std::unique_ptr<JobWatch> follow(const std::string& id) {
    return *board_.watch("ann", id, {}, [] {});
  }
  std::string alone() {
    std::string text;
    for (const std::string& id : board_.unfollowed(kGrace)) text += id;
    return text;
  }

  FakeClock clock_;
  JobBoard board_{clock_, {}};
};

TEST_F(FollowedJobsTest, AJobThatNobodyEverFollowsIsAloneAfterTheGrace) {
  add("a", true);
  clock_.advance(kGrace - absl::Seconds(1));
  EXPECT_EQ(alone(), "");
  clock_.advance(absl::Seconds(1));
  EXPECT_EQ(alone(), "a");
}

TEST_F(FollowedJobsTest, AJobThatIsNotTiedIsNeverAlone) {
  add("a", false);
  follow("a").reset();
  clock_.advance(kGrace);
  EXPECT_EQ(alone(), "");
}

TEST_F(FollowedJobsTest, TheGraceBeginsWhenTheLastFollowerLeaves) {
  add("a", true);
  auto first = follow("a");
  auto second = follow("a");
  clock_.advance(2 * kGrace);
  first.reset();
  clock_.advance(2 * kGrace);
  EXPECT_EQ(alone(), "");
  second.reset();
  EXPECT_EQ(alone(), "");
  clock_.advance(kGrace);
  EXPECT_EQ(alone(), "a");
}

TEST_F(FollowedJobsTest, AFollowerWhoComesBackInTimeKeepsTheJob) {
  add("a", true);
  follow("a").reset();
  clock_.advance(kGrace / 2);
  const auto back = follow("a");
  clock_.advance(2 * kGrace);
  EXPECT_EQ(alone(), "");
}

TEST_F(FollowedJobsTest, AJobThatHasEndedIsNotAlone) {
  add("a", true);
  board_.start("a");
  board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1));
  clock_.advance(kGrace);
  EXPECT_EQ(alone(), "");
}

TEST_F(FollowedJobsTest, AWatchMayOutliveItsJob) {
  add("a", true);
  auto watch = follow("a");
  board_.start("a");
  board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1));
  ASSERT_TRUE(board_.remove("ann", "a").ok());
  watch.reset();
  clock_.advance(kGrace);
  EXPECT_EQ(alone(), "");
}

}  // namespace
}  // namespace geotask
