// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/tree_progress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "geos/cost_model.h"

namespace geotask::testing {
namespace {

using std::chrono::microseconds;

class TreeProgressTest : public ::testing::Test {
 protected:
  TreeProgress::Time at(double micros) const {
    return begin_ + microseconds(static_cast<int64_t>(micros));
  }

 private:
  const TreeProgress::Time begin_ = std::chrono::steady_clock::now();
};

TEST_F(TreeProgressTest, OfTasksThatTakeWhatWasPredictedItIsTheirShare) {
  TreeProgress progress({4, 4000, 0, 0, 1, 1}, at(0));
  for (size_t task = 0; task < 4; ++task) {
    progress.taskBegun(task, 1000, at(1000.0 * task));
    progress.taskDone(task, 0, 0, at(1000.0 * (task + 1)));
    EXPECT_NEAR(progress.share(at(1000.0 * (task + 1))), 0.25 * (task + 1), 1e-9);
  }
}

TEST_F(TreeProgressTest, WhatTheFirstTasksTookIsExpectedOfTheOthers) {
  TreeProgress progress({10, 10'000, 0, 0, 1, 1}, at(0));
  for (size_t task = 0; task < 5; ++task) {
    progress.taskBegun(task, 1000, at(7000.0 * task));
    progress.taskDone(task, 0, 0, at(7000.0 * (task + 1)));
  }
  EXPECT_NEAR(progress.share(at(35'000)), 0.5, 1e-9);
}

TEST_F(TreeProgressTest, ATaskThatTakesFarLongerMovesOnAndIsNotDone) {
  TreeProgress progress({1, 1000, 0, 0, 1, 2}, at(0));
  progress.taskBegun(0, 1000, at(0));
  double before = 0;
  for (double now = 250; now < 5000; now += 250) {
    const double share = progress.share(at(now));
    EXPECT_GT(share, before);
    EXPECT_LT(share, 1);
    before = share;
  }
  progress.taskDone(0, 0, 0, at(5000));
  EXPECT_EQ(progress.share(at(5000)), 1);
}

// 64 tiles of polygons that do not meet: each union reads and writes all that is below it, and the last
// one, of half of all and the other half, runs alone. It once was a sixty-third of the unions here, and the share
// stood at 99.9 % for a third of the time.
TEST_F(TreeProgressTest, TheLastUnionOfMuchIsALargePartOfTheWay) {
  constexpr size_t kTiles = 64, kTileBytes = 1 << 20;
  constexpr double kTile = 10'000;
  const double level = predictedUnion(kTiles * kTileBytes);
  TreeProgress progress({kTiles, kTiles * kTile, kTiles, kTiles * kTileBytes, 1, 2}, at(0));
  const double all = kTiles * kTile / 2 + 5 * level / 2 + level;
  double now = 0;
  const auto expectTrue = [&] {
    const double share = progress.share(at(now));
    EXPECT_NEAR(share, now / all, 0.05) << now;
    EXPECT_TRUE(share < 0.99 || now > 0.98 * all) << now;
  };
  for (size_t tile = 0; tile < kTiles; tile += 2) {  // Two at a time.
    for (const size_t each : {tile, tile + 1}) progress.taskBegun(each, kTile, at(now));
    now += kTile;
    for (const size_t each : {tile, tile + 1})
      progress.taskDone(each, kTileBytes, kTileBytes, at(now));
    expectTrue();
  }
  size_t id = kTiles;
  for (size_t width = kTiles, depth = 0; width > 1; width /= 2, ++depth) {
    const size_t bytes = kTiles * kTileBytes / (width / 2);
    const size_t at_once = width == 2 ? 1 : 2;
    for (size_t i = 0; i < width / 2; i += at_once) {
      for (size_t each = 0; each < at_once; ++each)
        progress.unionBegun(id + each, depth, bytes, at(now));
      now += predictedUnion(bytes);
      for (size_t each = 0; each < at_once; ++each) progress.unionDone(id + each, bytes);
      id += at_once;
      expectTrue();
    }
  }
  EXPECT_NEAR(now, all, 1);
  EXPECT_EQ(progress.share(at(now)), 1);
}

TEST_F(TreeProgressTest, NeverGoesBackWhenMoreComesOutThanWasExpected) {
  TreeProgress progress({2, 2000, 2, 1000, 1, 1}, at(0));
  progress.taskBegun(0, 1000, at(0));
  progress.taskDone(0, 500, 500, at(1000));
  const double before = progress.share(at(1000));
  progress.taskBegun(1, 1000, at(1000));
  progress.taskDone(1, 500, 5'000'000, at(2000));
  EXPECT_GE(progress.share(at(2000)), before);
  EXPECT_LT(progress.share(at(2000)), 1);
}

}  // namespace
}  // namespace geotask::testing
