// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/buffer_plan.h"

#include <gtest/gtest.h>

#include <set>

#include "drawn_geometry.h"
#include "geos/task_tree.h"

namespace geotask::testing {
namespace {

using Kind = GeometryTask::Kind;

const char* const kTwoPolygons = "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 0, 6 0, 6 1, 5 0)))";
const char* const kMixed = "GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((5 0, 6 0, 6 1, 5 0)))";

bool mayCut(const std::string& wkt, const BufferStyle& style) {
  return geotask::mayCut(*wkbParts(wkbOf(wkt)), style);
}

TEST(BufferPlan, ApartAreBufferedPartsThatGrow) {
  EXPECT_TRUE(mayCut(kTwoPolygons, {1}));
  EXPECT_TRUE(mayCut(kMixed, {1}));
  EXPECT_TRUE(mayCut("MULTIPOINT ((0 0), (1 1))", {1}));
}

TEST(BufferPlan, ShrinkingPartsAreBufferedApartInMultipolygonsOnly) {
  EXPECT_TRUE(mayCut(kTwoPolygons, {-0.1}));
  EXPECT_FALSE(mayCut(kMixed, {-0.1}));
}

TEST(BufferPlan, OnePartADistanceOfZeroAndBevelsStayWhole) {
  EXPECT_FALSE(mayCut("POLYGON ((0 0, 1 0, 1 1, 0 0))", {1}));
  EXPECT_FALSE(mayCut("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", {1}));
  EXPECT_FALSE(mayCut(kTwoPolygons, {0}));
  BufferStyle bevel{1};
  bevel.join = JoinStyle::kBevel;
  EXPECT_FALSE(mayCut(kTwoPolygons, bevel));
}

TEST(BufferPlan, ShrinkingWithMitresStaysWhole) {
  // The mitre of a notch may reach through its polygon into the next one.
  BufferStyle mitre{-0.1};
  mitre.join = JoinStyle::kMitre;
  EXPECT_FALSE(mayCut(kTwoPolygons, mitre));
  mitre.distance = 0.1;
  EXPECT_TRUE(mayCut(kTwoPolygons, mitre));
}

TEST(BufferPlan, LinesStayWhole) {
  EXPECT_FALSE(mayCut("MULTILINESTRING ((0 0, 1 1), (0 1, 1 0))", {1}));
  EXPECT_FALSE(mayCut("GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 1, 1 0))", {1}));
}

TEST(BufferPlan, CurvesStayWhole) {
  // MULTICURVE of two circular strings without a vertex.
  const std::string curve("\1\x8\0\0\0\0\0\0\0", 9);
  WkbParts parts = *wkbParts(wkbOf(kTwoPolygons));
  ASSERT_TRUE(geotask::mayCut(parts, {1}));
  parts.curved = wkbParts(curve)->curved;
  EXPECT_FALSE(geotask::mayCut(parts, {1}));
}

TEST(BufferPlan, EachPartIsInOneGroupAndTheLargeOnesComeLastAndAlone) {
  // A collection's parts are buffered one by one where they meet.
  std::vector<std::string> polygons = {star(0, 0, 40, 500, 0.1)};
  for (int i = 0; i < 300; ++i) polygons.push_back(star(10 + i % 20, 10 + i / 20, 0.3, 8, 0.3));
  const std::string wkb = wkbOf(collection(polygons));
  const WkbParts parts = *wkbParts(wkb);
  const std::vector<GeometryTask> tasks = cutTasks(wkb, parts, {0.5});
  ASSERT_GT(tasks.size(), 2U);
  size_t found = 0;
  for (const GeometryTask& task : tasks) found += task.wkbs.size();
  EXPECT_EQ(found, 301U);
  EXPECT_EQ(tasks.back().kind, Kind::kBufferValid);
  ASSERT_EQ(tasks.back().wkbs.size(), 1U);
  EXPECT_EQ(tasks.back().wkbs[0], wkb.substr(parts.parts[0].begin, parts.parts[0].size));
}

TEST(BufferPlan, NeighboursOfAMultipolygonAreBufferedAtOnce) {
  //  [a][b]   [c]         [d][e]
  const std::string a = square(0, 0, 1), b = square(1.1, 0, 1), c = square(3, 0, 1),
                    d = square(9, 0, 1), e = square(10.1, 0, 1);
  const std::string wkb = wkbOf(multiPolygon({a, d, c, b, e}));
  const std::vector<GeometryTask> tasks = cutTasks(wkb, *wkbParts(wkb), {0.1});
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, Kind::kBufferApart);
  EXPECT_EQ(std::set<std::string>(tasks[0].wkbs.begin(), tasks[0].wkbs.end()),
            (std::set<std::string>{wkbOf(collection({a, b})), wkbOf("POLYGON " + c),
                                   wkbOf(collection({d, e}))}));
}

TEST(BufferPlan, PolygonsThatLieOnEachOtherAreBufferedOneByOne) {
  std::vector<std::string> heap;
  for (int i = 0; i < 6; ++i) heap.push_back(star(0.01 * i, 0, 5, 8, 0.3));
  const std::string wkb = wkbOf(multiPolygon(heap));  // It is not valid.
  for (const GeometryTask& task : cutTasks(wkb, *wkbParts(wkb), {0.001}))
    EXPECT_EQ(task.kind, Kind::kBufferValid);
}

TEST(BufferPlan, ShrunkenPartsMeetNoOther) {
  const std::string wkb = wkbOf(multiPolygon({square(0, 0, 1), square(1, 1, 1)}));
  const std::vector<GeometryTask> tasks = cutTasks(wkb, *wkbParts(wkb), {-0.1});
  ASSERT_EQ(tasks.front().kind, Kind::kBufferApart);
  EXPECT_EQ(tasks.front().wkbs.size(), 2U);
}

TEST(BufferPlan, ACrowdIsCutInNoTimeEvenIfAllMeet) {
  std::string points = "MULTIPOINT (";
  for (int i = 0; i < 100'000; ++i)
    points += std::to_string(i % 317) + " " + std::to_string(i) + ",";
  points.back() = ')';
  const std::string wkb = wkbOf(points);
  size_t found = 0;
  for (const GeometryTask& task : cutTasks(wkb, *wkbParts(wkb), {1e6})) found += task.wkbs.size();
  EXPECT_EQ(found, 100'000U);
}

TEST(UniteTasks, LittleIsUnitedAsQgisDoesItAndMuchInTiles) {
  std::vector<std::string> few = {wkbOf("POLYGON EMPTY"), wkbOf("POLYGON " + square(0, 0, 1)),
                                  wkbOf("POLYGON " + square(1, 0, 1))};
  const std::vector<GeometryTask> at_once = uniteTasks(few);
  ASSERT_EQ(at_once.size(), 1U);
  EXPECT_EQ(at_once[0].kind, GeometryTask::Kind::kUniteAtOnce);
  EXPECT_EQ(at_once[0].wkbs, std::vector<std::string>(few.begin() + 1, few.end()));

  std::vector<std::string> many;
  for (int i = 0; i < 400; ++i) {
    many.push_back(wkbOf("POLYGON " + star(i % 20, i / 20, 0.7, 40, 0.2)));
  }
  const std::vector<GeometryTask> tiles = uniteTasks(many);
  EXPECT_GT(tiles.size(), 3U);
  size_t found = 0;
  for (const GeometryTask& tile : tiles) {
    EXPECT_EQ(tile.kind, GeometryTask::Kind::kUnite);
    found += tile.wkbs.size();
  }
  EXPECT_EQ(found, 400U);
  GeometryTask all{GeometryTask::Kind::kUniteAtOnce, {}, many, 0};
  EXPECT_LE(relativeDifference(runGeometryTask(all).wkb, runTree(tiles, {})->wkb), 1e-9);
}

TEST(UniteTasks, NothingIsNoTask) {
  EXPECT_TRUE(uniteTasks({}).empty());
  EXPECT_TRUE(uniteTasks({wkbOf("MULTIPOLYGON EMPTY")}).empty());
}

}  // namespace
}  // namespace geotask::testing
