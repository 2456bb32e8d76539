// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_board.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/fake_clock.h"
#include "support/fake_result.h"

namespace geotask {
namespace {

class StateList : public JobObserver {
 public:
  void onStateChanged(const JobSnapshot& job) override {
    text += (text.empty() ? "" : " ") + job.id + ":" + jobStateName(*job.state);
  }
  std::string text;
};

class JobBoardTest : public testing::Test {
 protected:
  void add(const std::string& id, std::map<std::string, std::string> labels = {},
           const std::string& principal = "ann") {
    JobSpec spec;
    spec.labels = std::move(labels);
    ASSERT_TRUE(board_.add(id, principal, std::make_shared<const JobSpec>(spec)).ok());
  }
  void addEnded(const std::string& id, JobState state, absl::Duration ttl = absl::Hours(1)) {
    add(id);
    board_.start(id);
    board_.finish(id, state, std::nullopt, ttl);
  }
  JobSnapshot get(const std::string& id) { return *board_.get("ann", id); }
  std::string reason(const absl::Status& status) { return errorDetail(status).reason; }
  std::string names(const JobPage& page) {
    std::string text;
    for (const JobSnapshot& job : page.jobs) text += job.id;
    return text;
  }

  FakeClock clock_;
  StateList observer_;
  JobBoard board_{clock_, {10}, &observer_};
};

TEST_F(JobBoardTest, AJobHasATimeForEachPhase) {
  add("a");
  const absl::Time created = clock_.now();
  clock_.advance(absl::Seconds(1));
  board_.start("a");
  clock_.advance(absl::Seconds(1));
  board_.requestCancel("a");
  clock_.advance(absl::Seconds(1));
  board_.finish("a", JobState::kCancelled, JobError{{"SHUTDOWN"}, "bye"}, absl::Minutes(1));

  const JobSnapshot job = get("a");
  EXPECT_EQ(job.create_time, created);
  EXPECT_EQ(job.start_time, created + absl::Seconds(1));
  EXPECT_EQ(job.cancel_time, created + absl::Seconds(2));
  EXPECT_EQ(job.end_time, created + absl::Seconds(3));
  EXPECT_EQ(job.update_time, created + absl::Seconds(3));
  EXPECT_EQ(job.expire_time, created + absl::Seconds(63));
  EXPECT_EQ(job.error->message, "bye");
  EXPECT_EQ(observer_.text, "a:QUEUED a:RUNNING a:CANCELLING a:CANCELLED");
}

TEST_F(JobBoardTest, ChangesThatTheDiagramDoesNotShowDoNothing) {
  add("a");
  EXPECT_FALSE(board_.requestCancel("a"));
  EXPECT_FALSE(board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1)));
  EXPECT_FALSE(board_.finish("a", JobState::kRunning, std::nullopt, absl::Hours(1)));
  EXPECT_TRUE(board_.start("a"));
  EXPECT_FALSE(board_.start("a"));
  EXPECT_FALSE(board_.start("nobody"));
  EXPECT_EQ(observer_.text, "a:QUEUED a:RUNNING");
}

TEST_F(JobBoardTest, AnIdIsTakenForEveryPrincipal) {
  add("a");
  const auto again = board_.add("a", "bob", std::make_shared<const JobSpec>());
  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(reason(again.status()), "JOB_EXISTS");
}

TEST_F(JobBoardTest, AnothersJobIsNotFound) {
  add("a");
  EXPECT_EQ(reason(board_.get("bob", "a").status()), "JOB_NOT_FOUND");
  EXPECT_EQ(reason(board_.result("bob", "a").status()), "JOB_NOT_FOUND");
  EXPECT_EQ(reason(board_.watch("bob", "a", {}, [] {}).status()), "JOB_NOT_FOUND");
  EXPECT_EQ(reason(board_.remove("bob", "a")), "JOB_NOT_FOUND");
  EXPECT_EQ(names(board_.list({"bob", {}, {}}, 10, 0)), "");
}

TEST_F(JobBoardTest, TheResultOfASucceededJobIsCountedAndKept) {
  const auto result = std::make_shared<FakeResult>();
  add("a");
  board_.start("a");
  board_.setTotal("a", 2);
  board_.addOutput("a", rowsOutput("OUTPUT", {}, result));
  ASSERT_TRUE(result->addChunk(0, {{"12345", 2}}).ok());
  board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1));

  EXPECT_EQ(get("a").outputs.at(0).features, 2u);
  EXPECT_EQ(get("a").outputs.at(0).bytes, 5u);
  EXPECT_EQ(board_.result("ann", "a")->outputs.at(0).rows, result);
  EXPECT_EQ(result->removals(), 0);
  EXPECT_TRUE(board_.remove("ann", "a").ok());
  EXPECT_EQ(result->removals(), 1);
}

TEST_F(JobBoardTest, TheResultOfAFailedJobIsRemoved) {
  const auto result = std::make_shared<FakeResult>();
  add("a");
  board_.start("a");
  board_.setTotal("a", 2);
  board_.addOutput("a", rowsOutput("OUTPUT", {}, result));
  board_.finish("a", JobState::kFailed, JobError{{"INTERNAL"}, "x"}, absl::Hours(1));
  EXPECT_EQ(result->removals(), 1);
  EXPECT_TRUE(board_.result("ann", "a")->outputs.empty());
}

TEST_F(JobBoardTest, AResultThatComesTooLateIsRemoved) {
  const auto result = std::make_shared<FakeResult>();
  board_.addOutput("nobody", rowsOutput("OUTPUT", {}, result));
  EXPECT_EQ(result->removals(), 1);
}

TEST_F(JobBoardTest, OnlyAJobThatHasEndedCanBeRemoved) {
  add("a");
  EXPECT_EQ(reason(board_.remove("ann", "a")), "JOB_NOT_FINISHED");
  board_.finish("a", JobState::kCancelled, std::nullopt, absl::Hours(1));
  EXPECT_TRUE(board_.remove("ann", "a").ok());
  EXPECT_EQ(reason(board_.get("ann", "a").status()), "JOB_NOT_FOUND");
}

TEST_F(JobBoardTest, ListsTheNewestFirstPageByPage) {
  for (const char* id : {"a", "b", "c", "d", "e"}) add(id);
  const JobFilter filter{"ann", {}, {}};
  JobPage page = board_.list(filter, 2, 0);
  EXPECT_EQ(names(page), "ed");
  add("f");  // Later than the first page: it does not shift the second.
  page = board_.list(filter, 2, page.next_before);
  EXPECT_EQ(names(page), "cb");
  page = board_.list(filter, 2, page.next_before);
  EXPECT_EQ(names(page), "a");
  EXPECT_EQ(page.next_before, 0u);
}

TEST_F(JobBoardTest, ListsByStateAndByLabels) {
  add("a", {{"team", "x"}, {"run", "1"}});
  add("b", {{"team", "x"}});
  add("c", {{"team", "y"}});
  board_.start("b");
  EXPECT_EQ(names(board_.list({"ann", {JobState::kQueued}, {}}, 10, 0)), "ca");
  EXPECT_EQ(names(board_.list({"ann", {}, {{"team", "x"}}}, 10, 0)), "ba");
  EXPECT_EQ(names(board_.list({"ann", {}, {{"team", "x"}, {"run", "1"}}}, 10, 0)), "a");
}

TEST_F(JobBoardTest, AListLooksAtSomeThousandsOfJobsAtOnceAndGoesOn) {
  add("z", {{"rare", "yes"}});
  for (int i = 0; i < 12000; ++i) add("job-" + std::to_string(i));
  const JobFilter filter{"ann", {}, {{"rare", "yes"}}};
  JobPage page = board_.list(filter, 10, 0);
  EXPECT_EQ(names(page), "");
  int calls = 1;
  while (page.next_before != 0 && page.jobs.empty()) {
    page = board_.list(filter, 10, page.next_before);
    ++calls;
  }
  EXPECT_EQ(names(page), "z");
  EXPECT_EQ(calls, 3);
}

TEST_F(JobBoardTest, ExpiredJobsGoAndTheTimeOfTheNextIsTold) {
  addEnded("a", JobState::kSucceeded, absl::Seconds(10));
  addEnded("b", JobState::kSucceeded, absl::Seconds(30));
  add("waits");
  EXPECT_EQ(board_.removeExpired(), clock_.now() + absl::Seconds(10));
  clock_.advance(absl::Seconds(10));
  EXPECT_EQ(board_.removeExpired(), clock_.now() + absl::Seconds(20));
  EXPECT_EQ(names(board_.list({"ann", {}, {}}, 10, 0)), "waitsb");
  clock_.advance(absl::Hours(9));
  EXPECT_EQ(board_.removeExpired(), absl::InfiniteFuture());
  EXPECT_EQ(names(board_.list({"ann", {}, {}}, 10, 0)), "waits");
}

}  // namespace
}  // namespace geotask
