// SPDX-License-Identifier: GPL-2.0-or-later
//
// A buffer of five million points was planned for fifteen seconds after its job had been cancelled: what
// plans looks whether it is to stop.
#include "domain/stop.h"

#include <gtest/gtest.h>

#include "drawn_geometry.h"
#include "geos/buffer_plan.h"
#include "geos/clusters.h"
#include "geos/cost_model.h"
#include "geos/hilbert.h"

namespace geotask::testing {
namespace {

std::string manyPoints() {
  std::string wkt = "MULTIPOINT (";
  for (int i = 0; i < 20'000; ++i) {
    if (i > 0) wkt += ", ";
    wkt += "(" + std::to_string(i % 200) + " " + std::to_string(i / 200) + ")";
  }
  return wkbOf(wkt + ")");
}

class StopTest : public ::testing::Test {
 protected:
  const std::string wkb_ = manyPoints();
  const WkbParts parts_ = *wkbParts(wkb_);
  const BufferStyle style_{0.2};

  std::vector<Envelope> envelopes() const {
    std::vector<Envelope> all;
    for (const WkbPart& part : parts_.parts) all.push_back(part.envelope);
    return all;
  }
  static bool asked() { return true; }
};

TEST_F(StopTest, EveryStepOfPlanningEndsWhenAsked) {
  const std::vector<Envelope> all = envelopes();
  const std::vector<std::string> rows(20'000, wkbOf("POLYGON ((0 0, 1 0, 0 1, 0 0))"));
  const StopGuard guard(&asked);
  EXPECT_THROW(wkbParts(wkb_), Stopped);
  EXPECT_THROW(isPlainWkb(wkb_, 1e9), Stopped);
  EXPECT_THROW(predictedBuffer(parts_, style_), Stopped);
  EXPECT_THROW(hilbertOrder(all), Stopped);
  EXPECT_THROW(eachMeeting(all, [](size_t, size_t) { return true; }), Stopped);
  EXPECT_THROW(cutTasks(wkb_, parts_, style_), Stopped);
  EXPECT_THROW(uniteTasks(rows), Stopped);
  EXPECT_THROW(gatherPolygons({wkb_}), Stopped);
}

TEST_F(StopTest, SoDoesTheLookAtOneLongLine) {
  std::string wkt = "LINESTRING (0 0";
  for (int i = 1; i < 20'000; ++i) wkt += ", " + std::to_string(i) + " 1";
  const std::string line = wkbOf(wkt + ")");
  const StopGuard guard(&asked);
  EXPECT_THROW(wkbParts(line), Stopped);
  EXPECT_THROW(checkStopAfterBytes(line.size()), Stopped);
}

TEST_F(StopTest, NothingEndsWhenNobodyAsks) {
  bool looked = false;
  const StopGuard guard([&] {
    looked = true;
    return false;
  });
  EXPECT_FALSE(cutTasks(wkb_, parts_, style_).empty());
  EXPECT_TRUE(looked);
}

TEST_F(StopTest, AGuardHoldsForItsBlockAlone) {
  const StopGuard outer([] { return false; });
  {
    const StopGuard inner(&asked);
    EXPECT_THROW(wkbParts(wkb_), Stopped);
  }
  EXPECT_TRUE(wkbParts(wkb_));
}

}  // namespace
}  // namespace geotask::testing
