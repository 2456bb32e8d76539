// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/request_memory.h"

#include <gtest/gtest.h>

#include <set>

namespace geotask {
namespace {

TEST(RequestMemory, KnowsARequestWhileItsJobIsKept) {
  std::set<std::string> kept = {"job-1"};
  RequestMemory memory(
      [&](const std::string&, const auto& entry) { return kept.count(entry.id) != 0; });
  memory.add("ann", "r1", {"job-1", absl::UnixEpoch(), "print"});

  ASSERT_NE(memory.find("ann", "r1"), nullptr);
  EXPECT_EQ(memory.find("ann", "r1")->id, "job-1");
  EXPECT_EQ(memory.find("bob", "r1"), nullptr);
  EXPECT_EQ(memory.find("ann", "r2"), nullptr);
  kept.clear();
  EXPECT_EQ(memory.find("ann", "r1"), nullptr);
}

TEST(RequestMemory, DoesNotGrowWithJobsThatAreGone) {
  RequestMemory memory([](const std::string&, const auto& entry) { return entry.id == "new"; });
  for (int i = 0; i < 10000; ++i) {
    memory.add("ann", std::to_string(i), {"gone", absl::UnixEpoch(), ""});
  }
  memory.add("ann", "last", {"new", absl::UnixEpoch(), ""});
  EXPECT_LE(memory.size(), 1024u);
  EXPECT_NE(memory.find("ann", "last"), nullptr);
}

}  // namespace
}  // namespace geotask
