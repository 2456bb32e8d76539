// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers of parts, united, are the buffer of the whole: on geometries made to tell them apart.
#include <gtest/gtest.h>

#include <random>

#include "drawn_geometry.h"
#include "geos/buffer_plan.h"
#include "geos/task_tree.h"
#include "support/threaded_processes.h"

namespace geotask::testing {
namespace {

using State = GeometryAnswer::State;

struct Drawn {
  const char* name;
  std::string wkt;
};

std::vector<Drawn> drawings() {
  std::vector<std::string> heap, nested, row, thousands;
  std::mt19937 random(7);  // NOLINT: the same in every run.
  std::uniform_real_distribution<double> place(0, 6);
  for (int i = 0; i < 12; ++i) heap.push_back(star(place(random), place(random), 1.5, 7, 0.4));
  for (int i = 0; i < 5; ++i) {
    // Rings in rings, that touch nothing.
    const std::string outer = star(0, 0, 10 - 2 * i, 9, 0.05);
    const std::string hole = star(0, 0, 9.5 - 2 * i, 9, 0.05);
    nested.push_back(outer.substr(0, outer.size() - 1) + ", " + hole.substr(1));
  }
  for (int i = 0; i < 8; ++i) row.push_back(square(2 * i, i % 2 == 0 ? 0 : 2, 2));  // At corners.
  for (int i = 0; i < 2500; ++i) thousands.push_back(square(3 * (i % 60), 3 * (i / 60), 1));
  return {
      {"Overlapping", collection(heap)},
      {"Nested", multiPolygon(nested)},
      {"TouchingAtCorners", multiPolygon(row)},
      {"Equal", collection({heap[0], heap[0], heap[1]})},
      {"OneInTheHoleOfAnother",
       "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 8, 8 8, 8 1, 1 1)), "
       "((3 3, 6 3, 6 6, 3 6, 3 3)))"},
      {"ThousandsOfSquares", multiPolygon(thousands)},
      {"Points", "MULTIPOINT ((0 0), (1 0), (0 0), (9 9), (9.5 9))"},
      {"PointsAndPolygons",
       "GEOMETRYCOLLECTION (POINT (0 0), "
       "MULTIPOINT ((2 2), (7 7)), GEOMETRYCOLLECTION (POLYGON ((4 4, 8 4, 8 8, 4 8, 4 4)), "
       "POLYGON ((6 6, 9 6, 9 9, 6 6))))"},
      {"NeedlesThatFaceEachOther",
       "MULTIPOLYGON (((0 0, -25 -10.1, -25 -9.9, 0 0)), ((5.2 0, 30.2 10.1, 30.2 9.9, 5.2 0)), "
       "((60 0, 61 0, 61 1, 60 0)))"},
      {"Slivers", "MULTIPOLYGON (((0 0, 10 0, 10 0.000001, 0 0)), ((0 1, 10 1, 5 1.000001, 0 1)))"},
  };
}

std::vector<BufferStyle> styles() {
  std::vector<BufferStyle> all;
  for (const double distance : {0.01, 0.3, 1.0, 3.0, -0.01, -0.3, -0.6}) {
    for (const CapStyle cap : {CapStyle::kRound, CapStyle::kFlat, CapStyle::kSquare}) {
      for (const JoinStyle join : {JoinStyle::kRound, JoinStyle::kMitre}) {
        for (const int segments : {1, 8}) all.push_back({distance, segments, cap, join, 2.5});
      }
    }
  }
  return all;
}

GeometryAnswer whole(const std::string& wkb, const BufferStyle& style) {
  GeometryTask task;
  task.style = style;
  task.wkbs = {wkb};
  return runGeometryTask(task);
}

bool isEmpty(const std::string& wkb) { return wkbParts(wkb)->parts.empty(); }

class PartBuffer : public ::testing::TestWithParam<Drawn> {};

TEST_P(PartBuffer, IsTheBufferOfTheWhole) {
  const std::string wkb = wkbOf(GetParam().wkt);
  const WkbParts parts = *wkbParts(wkb);
  GeometryTask check;
  check.kind = GeometryTask::Kind::kIsValid;
  check.wkbs = {wkb};
  int compared = 0;
  std::vector<BufferStyle> all = styles();
  // The large ones with some of them: the test should not take minutes.
  const size_t step = parts.parts.size() > 1000 ? 9 : 1;
  for (size_t i = 0; i < all.size(); i += step) {
    const BufferStyle& style = all[i];
    if (!mayCut(parts, style)) continue;
    if (style.distance < 0 && runGeometryTask(check).state != State::kDone) continue;
    const absl::StatusOr<GeometryAnswer> cut = runTree(cutTasks(wkb, parts, style), {});
    ASSERT_TRUE(cut.ok());
    ASSERT_EQ(cut->state, State::kDone);
    const GeometryAnswer one = whole(wkb, style);
    ASSERT_EQ(one.state, State::kDone);
    EXPECT_EQ(isEmpty(cut->wkb), isEmpty(one.wkb)) << style.distance;
    EXPECT_LE(relativeDifference(one.wkb, cut->wkb), 1e-6)
        << "distance " << style.distance << ", " << style.segments << " segments, cap "
        << static_cast<int>(style.cap) << ", join " << static_cast<int>(style.join);
    ++compared;
  }
  EXPECT_GT(compared, 0);
}

TEST_P(PartBuffer, HasTheSameBytesWhereverItIsMade) {
  const std::string wkb = wkbOf(GetParam().wkt);
  const WkbParts parts = *wkbParts(wkb);
  const BufferStyle style{0.7, 8};
  ThreadedProcesses processes;
  const std::string here = runTree(cutTasks(wkb, parts, style), {})->wkb;
  EXPECT_EQ(here, runTree(cutTasks(wkb, parts, style), {})->wkb);
  EXPECT_EQ(here, runTree(cutTasks(wkb, parts, style), processes, {})->wkb);
}

INSTANTIATE_TEST_SUITE_P(Drawn, PartBuffer, ::testing::ValuesIn(drawings()),
                         [](const auto& drawn) { return std::string(drawn.param.name); });

TEST(PartBufferOf, PolygonsThatCrossThemselvesAndMeetOthersIsRefused) {
  // Stars that are far apart for their many vertices, and a bow tie among them.
  std::vector<std::string> polygons = {"((0 0, 4 4, 4 0, 0 4, 0 0))"};
  for (int i = 0; i < 30; ++i) polygons.push_back(star(3 * i, 0, 1.4, 20, 0.3));
  const std::string wkb = wkbOf(collection(polygons));
  EXPECT_EQ(runTree(cutTasks(wkb, *wkbParts(wkb), {1}), {})->state, State::kInvalid);
}

TEST(PartBufferOf, ManyPartsHasTheBuffersOfNeighboursInOneAndOfOthersAsTheyAre) {
  std::vector<std::string> polygons;
  for (int i = 0; i < 900; ++i)
    polygons.push_back(star(3 * (i % 30) + i % 7, 4 * (i / 30), 1, 9, 0.4));
  const std::string wkb = wkbOf(multiPolygon(polygons));
  for (const double distance : {0.05, 0.4, 0.7}) {
    const BufferStyle style{distance, 4};
    const absl::StatusOr<GeometryAnswer> cut = runTree(cutTasks(wkb, *wkbParts(wkb), style), {});
    ASSERT_EQ(cut->state, State::kDone);
    EXPECT_LE(relativeDifference(whole(wkb, style).wkb, cut->wkb), 1e-9) << distance;
    GeometryTask check;
    check.kind = GeometryTask::Kind::kIsValid;
    check.wkbs = {cut->wkb};
    EXPECT_EQ(runGeometryTask(check).state, State::kDone) << distance;
  }
}

TEST(PartBufferOf, APolygonThatCrossesItselfAloneIsThatOfTheWhole) {
  const std::string bow_tie = "((0 0, 4 4, 4 0, 0 4, 0 0))";
  const std::string twice_around = "((20 0, 24 0, 24 4, 20 4, 20 0, 24 0, 24 4, 20 4, 20 0))";
  const std::string spike = "((40 0, 44 0, 44 4, 44 9, 44 4, 40 4, 40 0))";
  const std::string hole_outside = "((60 0, 64 0, 64 4, 60 4, 60 0), (66 1, 67 1, 67 2, 66 1))";
  const std::string wkb = wkbOf(
      multiPolygon({bow_tie, twice_around, spike, hole_outside, square(7, 1, 1), square(9, 1, 1)}));
  for (const double distance : {0.01, 0.3, 0.9}) {
    for (const JoinStyle join : {JoinStyle::kRound, JoinStyle::kMitre}) {
      const BufferStyle style{distance, 8, CapStyle::kRound, join, 2};
      const absl::StatusOr<GeometryAnswer> cut = runTree(cutTasks(wkb, *wkbParts(wkb), style), {});
      ASSERT_EQ(cut->state, State::kDone);
      EXPECT_LE(relativeDifference(whole(wkb, style).wkb, cut->wkb), 1e-9) << distance;
    }
  }
}

}  // namespace
}  // namespace geotask::testing
