// SPDX-License-Identifier: GPL-2.0-or-later
//
// Events are drawn as in "3:RUNNING 4:log 5:SUCCEEDED."; a point is the end, + means more.
#include <gtest/gtest.h>

#include <vector>

#include "domain/job_board.h"
#include "support/fake_clock.h"

namespace geotask {
namespace {

class JobWatchTest : public testing::Test {
 protected:
  JobWatchTest() { board_.add("a", "ann", std::make_shared<const JobSpec>()).IgnoreError(); }

  std::unique_ptr<JobWatch> watch(const WatchStart& start = {}) {
    return *board_.watch("ann", "a", start, [this] { ++calls_; });
  }
  std::unique_ptr<JobWatch> replay() { return watch({true, {}}); }
  std::unique_ptr<JobWatch> resume(uint64_t after) { return watch({false, after}); }

  void say(const std::string& text) { board_.log("a", {Severity::kInfo, text, "", 0}); }
  void succeed() { board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1)); }

  static std::string drawn(JobWatch& watch, size_t max = 100) {
    const WatchNews news = watch.pull(max);
    std::string text;
    for (const JobEvent& event : news.events) {
      const auto* job = std::get_if<JobSnapshot>(&event.what);
      text += (text.empty() ? "" : " ") + std::to_string(event.sequence) + ":" +
              (job ? jobStateName(*job->state) : "log");
    }
    if (news.progress) text += " done=" + std::to_string(news.progress->features_done);
    if (news.more) text += "+";
    if (news.ended) text += ".";
    if (!news.end_status.ok()) text += errorDetail(news.end_status).reason;
    return text;
  }

  FakeClock clock_;
  JobBoard board_{clock_, {2}};
  int calls_ = 0;
};

TEST_F(JobWatchTest, BeginsWithTheJobAsItIsAndEndsWithItsFinalState) {
  const auto watch = this->watch();
  EXPECT_EQ(drawn(*watch), "1:QUEUED");
  EXPECT_EQ(drawn(*watch), "");
  board_.start("a");
  say("hello");
  EXPECT_EQ(drawn(*watch), "2:RUNNING 3:log");
  succeed();
  EXPECT_EQ(drawn(*watch), "4:SUCCEEDED.");
}

TEST_F(JobWatchTest, ALateJoinerGetsTheFinalStateAlone) {
  board_.start("a");
  succeed();
  EXPECT_EQ(drawn(*watch()), "3:SUCCEEDED.");
}

TEST_F(JobWatchTest, AReplayGivesAllAndItsLastEventIsTheFinalState) {
  board_.start("a");
  say("hello");
  succeed();
  EXPECT_EQ(drawn(*replay()), "0:SUCCEEDED 1:QUEUED 2:RUNNING 3:log 4:SUCCEEDED.");
}

TEST_F(JobWatchTest, AWatchResumesAfterANumber) {
  board_.start("a");
  say("hello");
  EXPECT_EQ(drawn(*resume(1)), "0:RUNNING 2:RUNNING 3:log");
  EXPECT_EQ(drawn(*resume(3)), "3:RUNNING");
  succeed();
  EXPECT_EQ(drawn(*resume(4)), "4:SUCCEEDED.");
}

TEST_F(JobWatchTest, ANumberThatWasDroppedOrNeverGivenIsOutOfRange) {
  for (int i = 0; i < 5; ++i) say("line");  // 2 to 6, of which 5 and 6 are kept.
  for (const uint64_t after : {0, 3, 7}) {
    const auto watch = board_.watch("ann", "a", {false, after}, [] {});
    EXPECT_EQ(watch.status().code(), absl::StatusCode::kOutOfRange) << after;
    EXPECT_EQ(errorDetail(watch.status()).reason, "SEQUENCE_NOT_KEPT");
  }
  EXPECT_TRUE(board_.watch("ann", "a", {false, 4}, [] {}).ok());
}

TEST_F(JobWatchTest, ASlowReaderIsToldHowManyLinesItMissedAndMissesNoState) {
  const auto watch = this->watch();
  EXPECT_EQ(drawn(*watch), "1:QUEUED");
  say("2");
  board_.start("a");
  for (int i = 4; i <= 8; ++i) say("line");
  succeed();
  const WatchNews news = watch->pull(100);
  ASSERT_EQ(news.events.size(), 4u);  // 3:RUNNING 7:log 8:log 9:SUCCEEDED
  EXPECT_EQ(news.events[0].sequence, 3u);
  EXPECT_EQ(news.events[1].sequence, 7u);
  EXPECT_EQ(std::get<LogLine>(news.events[1].what).dropped_before, 4u);
  EXPECT_EQ(news.events[3].sequence, 9u);
  EXPECT_EQ(std::get<JobSnapshot>(news.events[3].what).log_lines_dropped, 4u);
}

TEST_F(JobWatchTest, EventsCanBeTakenOneAtATime) {
  board_.start("a");
  say("hello");
  succeed();
  const auto watch = replay();
  EXPECT_EQ(drawn(*watch, 1), "0:SUCCEEDED+");
  EXPECT_EQ(drawn(*watch, 1), "1:QUEUED+");
  EXPECT_EQ(drawn(*watch, 1), "2:RUNNING+");
  EXPECT_EQ(drawn(*watch, 1), "3:log+");
  EXPECT_EQ(drawn(*watch, 1), "4:SUCCEEDED.");
}

TEST_F(JobWatchTest, ProgressComesWhenItChangedAndOnlyTheLatest) {
  const auto watch = this->watch();
  board_.start("a");
  EXPECT_EQ(drawn(*watch), "2:RUNNING");
  board_.addFeaturesDone("a", 1);
  board_.addFeaturesDone("a", 2);
  EXPECT_EQ(drawn(*watch), " done=3");
  EXPECT_EQ(drawn(*watch), "");
  board_.addFeaturesDone("a", 4);
  succeed();
  EXPECT_EQ(drawn(*watch), "3:SUCCEEDED.");
}

TEST_F(JobWatchTest, NobodyIsCalledTwiceBeforeItHasLooked) {
  const auto watch = this->watch();
  for (int i = 0; i < 5; ++i) say("line");
  EXPECT_EQ(calls_, 1);
  drawn(*watch);
  say("line");
  EXPECT_EQ(calls_, 2);
}

TEST_F(JobWatchTest, AWatchThatEndedIsNotCalled) {
  watch().reset();
  board_.start("a");
  EXPECT_EQ(calls_, 0);
}

TEST_F(JobWatchTest, AJobThatIsDeletedWhileWatchedAborts) {
  const auto watch = this->watch();
  board_.start("a");
  succeed();
  ASSERT_TRUE(board_.remove("ann", "a").ok());
  EXPECT_EQ(calls_, 1);
  EXPECT_EQ(drawn(*watch), ".JOB_DELETED");
  EXPECT_EQ(watch->pull(1).end_status.code(), absl::StatusCode::kAborted);
}

TEST_F(JobWatchTest, ManyWatchersAllSeeTheEnd) {
  std::vector<std::unique_ptr<JobWatch>> watches;
  for (int i = 0; i < 1000; ++i) watches.push_back(watch());
  for (const auto& each : watches) EXPECT_EQ(drawn(*each), "1:QUEUED");
  board_.start("a");
  succeed();
  EXPECT_EQ(calls_, 1000);
  for (const auto& each : watches) EXPECT_EQ(drawn(*each), "2:RUNNING 3:SUCCEEDED.");
}

TEST_F(JobWatchTest, AWatcherMayLookFromItsCall) {
  std::unique_ptr<JobWatch> watch;
  std::string seen;
  watch = *board_.watch("ann", "a", {}, [&] { seen += drawn(*watch) + ";"; });
  board_.start("a");
  succeed();
  EXPECT_EQ(seen, "2:RUNNING;3:SUCCEEDED.;");
}

}  // namespace
}  // namespace geotask
