// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/interrupt.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "drawn_geometry.h"
#include "geos/geometry_task.h"

namespace geotask::testing {
namespace {

// Takes minutes, and GEOS looks for interrupts all the while.
GeometryTask endlessTask() {
  std::vector<std::string> heap;
  for (int i = 0; i < 300; ++i) heap.push_back(star(0.01 * i, 0.02 * i, 5 + 0.01 * i, 20, 0.4));
  GeometryTask task;
  task.style = {1, 8};
  task.wkbs = {wkbOf(collection(heap))};
  return task;
}

GeometryTask shortTask() {
  GeometryTask task;
  task.style = {0.1, 8};
  task.wkbs = {wkbOf("POLYGON " + star(0, 0, 1, 5, 0.3))};
  return task;
}

TEST(OverrunGuard, EndsWhatTakesTooLongOnItsThreadAlone) {
  allowInterrupts();
  const uint64_t before = interruptCount();
  std::atomic<bool> stop{false};
  std::atomic<int> failed{0};
  std::thread other([&] {
    const GeometryTask task = shortTask();
    while (!stop) failed += runGeometryTask(task).state == GeometryAnswer::State::kDone ? 0 : 1;
  });
  {
    OverrunGuard guard(absl::Milliseconds(30));
    EXPECT_EQ(runGeometryTask(endlessTask()).state, GeometryAnswer::State::kFailed);
    EXPECT_TRUE(guard.overran());
  }
  stop = true;
  other.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(interruptCount(), before + 1);
  EXPECT_EQ(runGeometryTask(shortTask()).state, GeometryAnswer::State::kDone);
}

TEST(OverrunGuard, WaitsForItsCondition) {
  allowInterrupts();
  int asked = 0;
  OverrunGuard guard(absl::Milliseconds(1), [&] { return ++asked == 3; });
  EXPECT_EQ(runGeometryTask(endlessTask()).state, GeometryAnswer::State::kFailed);
  EXPECT_TRUE(guard.overran());
  EXPECT_EQ(asked, 3);
}

TEST(OverrunGuard, LetsShortWorkPass) {
  allowInterrupts();
  const uint64_t before = interruptCount();
  OverrunGuard guard(absl::Minutes(10));
  EXPECT_EQ(runGeometryTask(shortTask()).state, GeometryAnswer::State::kDone);
  EXPECT_FALSE(guard.overran());
  EXPECT_EQ(interruptCount(), before);
}

}  // namespace
}  // namespace geotask::testing
