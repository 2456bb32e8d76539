// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/housekeeper.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace geotask {
namespace {

TEST(Housekeeper, TidiesAgainAndAgainUntilItEnds) {
  std::atomic<int> calls{0};
  {
    Housekeeper housekeeper([&] {
      ++calls;
      return -absl::InfiniteDuration();
    });
    while (calls < 3) std::this_thread::yield();
  }
  const int at_end = calls;
  EXPECT_GE(at_end, 3);
}

TEST(Housekeeper, EndsWhileItWaits) {
  Housekeeper housekeeper([] { return absl::InfiniteDuration(); });
}

}  // namespace
}  // namespace geotask
