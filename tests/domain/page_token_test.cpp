// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/page_token.h"

#include <gtest/gtest.h>

#include "domain/errors.h"

namespace geotask {
namespace {

TEST(PageToken, GivesBackWhatItWasMadeOf) {
  const std::string list = listKey({"jobs", "ann", "QUEUED", "k", "v"});
  for (const uint64_t before : {uint64_t{1}, uint64_t{255}, ~uint64_t{0}}) {
    EXPECT_EQ(*readPageToken(makePageToken(before, list), list), before);
  }
}

TEST(PageToken, IsRefusedForAnotherList) {
  const std::string token = makePageToken(5, listKey({"jobs", "ann"}));
  for (const std::string& other :
       {listKey({"jobs", "bob"}), listKey({"datasets", "ann"}), listKey({"jobs", "ann", "QUEUED"}),
        listKey({"jobsann"}), listKey({"jobs", "a", "nn"})}) {
    const auto read = readPageToken(token, other);
    EXPECT_EQ(errorDetail(read.status()).reason, "INVALID_PAGE_TOKEN");
  }
}

TEST(PageToken, IsRefusedWhenChangedAnywhere) {
  const std::string list = listKey({"jobs", "ann"});
  const std::string token = makePageToken(5, list);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_FALSE(readPageToken(changed, list).ok()) << changed;
    EXPECT_FALSE(readPageToken(token.substr(0, i), list).ok());
  }
}

}  // namespace
}  // namespace geotask
