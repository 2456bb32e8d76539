// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/file_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace geotask {
namespace {

TEST(FileLimit, IsRaisedToTheMostThatIsAllowed) {
  rlimit limit;
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = 64;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  raiseFileLimit();
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
}

}  // namespace
}  // namespace geotask
