// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/cost_model.h"

#include <gtest/gtest.h>

#include "drawn_geometry.h"

namespace geotask::testing {
namespace {

BufferCost costOf(const std::string& wkt, double distance) {
  return predictedBuffer(*wkbParts(wkbOf(wkt)), {distance, 8});
}

TEST(CostModel, MoreVerticesALongerDistanceAndMoreSegmentsCostMore) {
  const WkbParts few = *wkbParts(wkbOf("POLYGON " + star(0, 0, 10, 10, 0.3)));
  const WkbParts many = *wkbParts(wkbOf("POLYGON " + star(0, 0, 10, 1000, 0.3)));
  const double base = predictedPart(few.parts[0], {0.1, 8});
  EXPECT_GT(predictedPart(many.parts[0], {0.1, 8}), base);
  EXPECT_GT(predictedPart(few.parts[0], {5, 8}), base);
  EXPECT_GT(predictedPart(few.parts[0], {0.1, 64}), base);
}

TEST(CostModel, WhatIsSmallIsNotCut) {
  EXPECT_FALSE(costOf(multiPolygon({square(0, 0, 1), square(5, 0, 1)}), 1).better_cut);
}

TEST(CostModel, ManyPartsAreCutWhenTheDistanceIsLongForTheirEdges) {
  std::vector<std::string> islands;
  for (int i = 0; i < 200; ++i) islands.push_back(star(3 * i, 0, 1, 8, 0.3));
  EXPECT_TRUE(costOf(multiPolygon(islands), 1).better_cut);
  EXPECT_FALSE(costOf(multiPolygon(islands), 0.001).better_cut);
}

TEST(CostModel, PolygonsThatLieOnEachOtherAreCutAtAnyDistance) {
  std::vector<std::string> heap;
  for (int i = 0; i < 200; ++i) heap.push_back(star(0.01 * i, 0, 5, 8, 0.3));
  EXPECT_TRUE(costOf(collection(heap), 0.001).better_cut);
}

TEST(CostModel, ShrinkingIsCutWhenThereIsMuchOfIt) {
  std::vector<std::string> islands;
  for (int i = 0; i < 100; ++i) islands.push_back(star(3 * i, 0, 1, 8, 0.3));
  EXPECT_TRUE(costOf(multiPolygon(islands), -0.1).better_cut);
  islands.resize(3);
  EXPECT_FALSE(costOf(multiPolygon(islands), -0.1).better_cut);
}

}  // namespace
}  // namespace geotask::testing
