// SPDX-License-Identifier: GPL-2.0-or-later
#include "os/signals.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>

namespace geotask {
namespace {

bool readable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return ::poll(&entry, 1, 0) == 1;
}

TEST(StopSignal, SignalsAreReadInTheOrderTheyCame) {
  StopSignal stop;
  EXPECT_FALSE(readable(stop.fd()));
  EXPECT_EQ(stop.read(), 0);

  ::raise(SIGTERM);
  ::raise(SIGINT);
  EXPECT_TRUE(readable(stop.fd()));
  EXPECT_EQ(stop.read(), SIGTERM);
  EXPECT_EQ(stop.read(), SIGINT);
  EXPECT_EQ(stop.read(), 0);
}

TEST(StopSignal, AClosedConnectionIsAnErrorAndNoSignal) {
  StopSignal stop;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(::write(ends[1], "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
  ::close(ends[1]);
}

TEST(StopSignalDeathTest, SignalsEndTheProcessAgainAfterwards) {
  { StopSignal stop; }
  EXPECT_EXIT(::raise(SIGTERM), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace geotask
