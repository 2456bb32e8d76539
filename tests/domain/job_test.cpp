// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job.h"

#include <gtest/gtest.h>

#include <set>

#include "domain/resource_id.h"
#include "domain/text.h"

namespace geotask {
namespace {

TEST(JobState, MovesAsTheDiagramShows) {
  // From the row's state to the column's: QUEUED RUNNING CANCELLING SUCCEEDED FAILED CANCELLED.
  const char* const kTable[] = {".x...x",   // QUEUED
                                "..xxxx",   // RUNNING
                                ".....x",   // CANCELLING
                                "......",   // SUCCEEDED
                                "......",   // FAILED
                                "......"};  // CANCELLED
  for (int from = 0; from < 6; ++from) {
    for (int to = 0; to < 6; ++to) {
      const auto a = static_cast<JobState>(from + 1);
      const auto b = static_cast<JobState>(to + 1);
      EXPECT_EQ(isTransition(a, b), kTable[from][to] == 'x')
          << jobStateName(a) << " to " << jobStateName(b);
    }
  }
}

TEST(JobId, ARandomOneIsAUuidThatClientsCouldChooseToo) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = randomId();
    EXPECT_EQ(id.size(), 36u);
    EXPECT_EQ(id[8], '-');
    EXPECT_EQ(id[23], '-');
    EXPECT_TRUE(isId(id)) << id;
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(JobId, HasLettersAndDigitsAtBothEnds) {
  for (const char* id : {"a", "7", "a-b", "job-1", "a--b"}) EXPECT_TRUE(isId(id)) << id;
  for (const char* id : {"", "-a", "a-", "A", "a_b", "a/b", "ä"}) EXPECT_FALSE(isId(id)) << id;
  EXPECT_TRUE(isId(std::string(63, 'a')));
  EXPECT_FALSE(isId(std::string(64, 'a')));
}

TEST(ShortList, SaysHowManyItLeavesOut) {
  EXPECT_EQ(shortList({"a", "b"}, 2), "a, b");
  EXPECT_EQ(shortList({"a", "b", "c", "d"}, 2), "a, b, … (2 more)");
}

}  // namespace
}  // namespace geotask
