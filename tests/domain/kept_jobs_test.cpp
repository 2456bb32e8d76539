// SPDX-License-Identifier: GPL-2.0-or-later
//
// How many jobs that have ended are kept: the first to end go when there are too many of them, or
// too many bytes of results.
#include <gtest/gtest.h>

#include "domain/job_board.h"
#include "support/fake_clock.h"
#include "support/fake_result.h"

namespace geotask {
namespace {

class KeptJobsTest : public testing::Test {
 protected:
  // A job whose result takes so many bytes.
  void run(JobBoard& board, const std::string& id, size_t bytes) {
    ASSERT_TRUE(board.add(id, "ann", std::make_shared<const JobSpec>()).ok());
    board.start(id);
    auto result = std::make_shared<FakeResult>();
    ASSERT_TRUE(result->addChunk(0, {{std::string(bytes, 'x'), 1}}).ok());
    board.addOutput(id, rowsOutput("OUTPUT", {}, result));
    board.finish(id, JobState::kSucceeded, std::nullopt, absl::Hours(1));
    results_[id] = result;
  }
  static std::string kept(const JobBoard& board) {
    std::string text;
    for (const JobSnapshot& job : board.list({"ann", {}, {}}, 100, 0).jobs) text += job.id;
    return text;
  }

  FakeClock clock_;
  std::map<std::string, std::shared_ptr<FakeResult>> results_;
};

TEST_F(KeptJobsTest, TheFirstToEndGoWhenThereAreTooMany) {
  JobBoard board(clock_, {10, 2, 1000});
  for (const char* id : {"a", "b", "c"}) run(board, id, 1);
  EXPECT_EQ(kept(board), "cb");
  EXPECT_EQ(results_["a"]->removals(), 1);
  EXPECT_EQ(results_["b"]->removals(), 0);
}

TEST_F(KeptJobsTest, TheFirstToEndGoWhenTheirResultsAreTooLarge) {
  JobBoard board(clock_, {10, 100, 1000});
  run(board, "a", 400);
  run(board, "b", 400);
  EXPECT_EQ(kept(board), "ba");
  run(board, "c", 700);
  EXPECT_EQ(kept(board), "c");
}

TEST_F(KeptJobsTest, BytesOfDeletedJobsNoLongerCount) {
  JobBoard board(clock_, {10, 100, 1000});
  run(board, "a", 800);
  ASSERT_TRUE(board.remove("ann", "a").ok());
  run(board, "b", 600);
  run(board, "c", 300);
  EXPECT_EQ(kept(board), "cb");
}

TEST_F(KeptJobsTest, JobsThatHaveNotEndedStay) {
  JobBoard board(clock_, {10, 1, 1000});
  ASSERT_TRUE(board.add("q", "ann", std::make_shared<const JobSpec>()).ok());
  run(board, "a", 1);
  run(board, "b", 1);
  EXPECT_EQ(kept(board), "bq");
}

}  // namespace
}  // namespace geotask
