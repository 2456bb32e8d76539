// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/unite.h"

#include <gtest/gtest.h>

#include "drawn_geometry.h"
#include "geos/geometry_task.h"

namespace geotask::testing {
namespace {

Geom drawn(const std::string& wkt) { return Geos::ofThread().fromWkb(wkbOf(wkt)); }
std::string wkbOf(const Geom& geometry) { return Geos::ofThread().toWkb(geometry.get()); }

TEST(Unite, WhatTouchesNothingIsTakenOverAsItIs) {
  // The second lies in the bay of the first: their envelopes meet, they do not.
  const std::string bay = "((0 0, 9 0, 9 1, 1 1, 1 8, 9 8, 9 9, 0 9, 0 0))";
  const std::string island = "((5 4, 6 4, 6 5, 5 4))";
  const Geom united = unite(drawn("POLYGON " + bay), drawn("POLYGON " + island));
  EXPECT_EQ(wktOf(wkbOf(united)), wktOf(testing::wkbOf(multiPolygon({bay, island}))));
}

TEST(Unite, WhatOverlapsOrSharesAnEdgeBecomesOne) {
  const Geom united = unite(drawn(multiPolygon({square(0, 0, 2), square(10, 0, 2)})),
                            drawn(multiPolygon({square(1, 1, 2), square(12, 0, 2)})));
  EXPECT_EQ(Geos::ofThread().members(drawn(wktOf(wkbOf(united)))).size(), 2U);
  double area = 0;
  GEOSArea_r(Geos::ofThread().context(), united.get(), &area);
  EXPECT_DOUBLE_EQ(area, 7 + 8);
}

TEST(Unite, ChainsHangTogetherThroughBothSides) {
  const Geom united =
      unite(drawn(multiPolygon({square(0, 0, 2), square(3, 0, 2), square(6, 0, 2)})),
            drawn(multiPolygon({square(1.5, 0, 2), square(4.5, 0, 2)})));
  EXPECT_EQ(Geos::ofThread().members(drawn(wktOf(wkbOf(united)))).size(), 1U);
}

TEST(Unite, AHeapOfStarsIsWhatOneUnionOfAllGives) {
  std::vector<Geom> stars;
  std::vector<std::string> texts;
  for (int i = 0; i < 60; ++i) {
    texts.push_back(star(i % 10, i / 10, 0.4 + 0.01 * i, 5, 0.4));
    stars.push_back(drawn("POLYGON " + texts.back()));
  }
  const Geom all(GEOSUnaryUnion_r(Geos::ofThread().context(), drawn(collection(texts)).get()));
  EXPECT_LE(relativeDifference(wkbOf(all), wkbOf(uniteAll(std::move(stars)))), 1e-9);
}

TEST(Unite, WhatGeosCannotOverlayIsAFailureWithItsWords) {
  GeometryTask task;
  task.kind = GeometryTask::Kind::kUnite;
  task.wkbs = {testing::wkbOf("POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))"),
               testing::wkbOf("POLYGON " + square(1, 1, 2))};
  const GeometryAnswer answer = runGeometryTask(task);
  EXPECT_EQ(answer.state, GeometryAnswer::State::kFailed);
  EXPECT_NE(answer.error, "");
}

TEST(Unite, NothingIsAnEmptyMultipolygon) {
  EXPECT_EQ(wktOf(wkbOf(uniteAll({}))), "MULTIPOLYGON EMPTY");
  EXPECT_EQ(wktOf(wkbOf(unite(drawn("POLYGON EMPTY"), drawn("MULTIPOLYGON EMPTY")))),
            "MULTIPOLYGON EMPTY");
}

}  // namespace
}  // namespace geotask::testing
