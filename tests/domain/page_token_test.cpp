// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/page_token.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

TEST(PageToken, GivesBackWhatItWasMadeOf) {
  const JobFilter filter{"ann", {JobState::kQueued}, {{"k", "v"}}};
  for (const uint64_t before : {uint64_t{1}, uint64_t{255}, ~uint64_t{0}}) {
    EXPECT_EQ(*readPageToken(makePageToken(before, filter), filter), before);
  }
}

TEST(PageToken, IsRefusedForAnotherFilter) {
  const std::string token = makePageToken(5, {"ann", {}, {}});
  for (const JobFilter& other :
       {JobFilter{"bob", {}, {}}, JobFilter{"ann", {JobState::kQueued}, {}},
        JobFilter{"ann", {}, {{"k", "v"}}}}) {
    const auto read = readPageToken(token, other);
    EXPECT_EQ(errorDetail(read.status()).reason, "INVALID_PAGE_TOKEN");
  }
}

TEST(PageToken, IsRefusedWhenChangedAnywhere) {
  const JobFilter filter{"ann", {}, {}};
  const std::string token = makePageToken(5, filter);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_FALSE(readPageToken(changed, filter).ok()) << changed;
    EXPECT_FALSE(readPageToken(token.substr(0, i), filter).ok());
  }
}

}  // namespace
}  // namespace geotask
