// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/wkb_parts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "drawn_geometry.h"

namespace geotask::testing {
namespace {

TEST(WkbParts, FindsThePartsOfACollectionWithinACollection) {
  const std::string wkb = wkbOf(
      "GEOMETRYCOLLECTION (POINT (7 8), GEOMETRYCOLLECTION (LINESTRING (0 0, 3 4), "
      "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))), MULTIPOINT ((1 1), (2 2)))");
  const std::optional<WkbParts> parts = wkbParts(wkb);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->type, 7U);
  ASSERT_EQ(parts->parts.size(), 5U);
  EXPECT_EQ(parts->vertices, 10U);
  EXPECT_TRUE(parts->plain);
  const WkbPart& line = parts->parts[1];
  EXPECT_EQ(line.kind, PartKind::kLine);
  EXPECT_EQ(line.length, 5);
  EXPECT_EQ(wktOf(wkb.substr(line.begin, line.size)), wktOf(wkbOf("LINESTRING (0 0, 3 4)")));
  EXPECT_EQ(parts->parts[2].kind, PartKind::kPolygon);
  EXPECT_EQ(parts->parts[2].envelope.xmax, 2);
}

TEST(WkbParts, PassesOverWhatIsEmpty) {
  const auto parts = wkbParts(wkbOf(
      "GEOMETRYCOLLECTION (POINT EMPTY, POLYGON EMPTY, LINESTRING (0 0, 1 0), MULTIPOINT EMPTY)"));
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->parts.size(), 1U);
  EXPECT_EQ(parts->parts[0].kind, PartKind::kLine);
}

TEST(WkbParts, TellsBytesThatGeosCannotTakeAsTheyAre) {
  // POINT (1 2), big endian.
  const std::string big("\0\0\0\0\1\x3f\xf0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0", 21);
  const auto parts = wkbParts(big);
  ASSERT_TRUE(parts);
  EXPECT_FALSE(parts->plain);
  EXPECT_EQ(parts->parts[0].envelope.xmin, 1);
  EXPECT_EQ(parts->parts[0].envelope.ymin, 2);
  // CIRCULARSTRING of no vertex: ISO type 8.
  const auto curve = wkbParts(std::string("\1\x8\0\0\0\0\0\0\0", 9));
  ASSERT_TRUE(curve);
  EXPECT_TRUE(curve->curved);
}

TEST(WkbParts, IsPlainWhereGeosAndQgisReadTheSame) {
  for (const char* wkt :
       {"POINT (1 2)", "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 2 0, 2 2, 0 0))",
        "POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 4 1, 4 2, 2 1))", "MULTIPOINT ((1 2), (3 4))",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
        "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((5 5, 7 5, 7 7, 5 5)))",
        "GEOMETRYCOLLECTION (POINT (1 2), MULTIPOINT ((1 2)), GEOMETRYCOLLECTION (POINT (3 4)))"})
    EXPECT_TRUE(wkbParts(wkbOf(wkt))->plain) << wkt;
  for (const char* wkt : {"POINT EMPTY", "POLYGON EMPTY", "MULTIPOLYGON EMPTY",
                          "GEOMETRYCOLLECTION (POINT (1 2), POLYGON EMPTY)"})
    EXPECT_FALSE(wkbParts(wkbOf(wkt))->plain) << wkt;
}

// Some of it one of them would close, leave out, or refuse.
TEST(WkbParts, IsNotPlainWhereTheyMayDiffer) {
  const std::string square = wkbOf("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))");
  std::string open = square;
  open[open.size() - 1] = '\x40';  // The last y is not the first.
  EXPECT_FALSE(wkbParts(open)->plain);
  std::string infinite = square;
  infinite.replace(13 + 2 * 8, 8, std::string("\0\0\0\0\0\0\xf0\x7f", 8));
  EXPECT_FALSE(wkbParts(infinite)->plain);
  std::string hollow = square;
  hollow[5] = 2;
  EXPECT_FALSE(wkbParts(hollow + std::string(4, '\0'))->plain) << "a hole without a vertex";
  std::string mixed = wkbOf("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)))");
  mixed[1] = 4;
  EXPECT_FALSE(wkbParts(mixed)->plain) << "a polygon in a MULTIPOINT";
  std::string short_line = wkbOf("LINESTRING (0 0, 1 1)").substr(0, 9 + 16);
  short_line[5] = 1;
  EXPECT_FALSE(wkbParts(short_line)->plain);
  std::string elevated = wkbOf("POINT (1 2)") + std::string(8, '\0');
  elevated[1] = static_cast<char>(1001 & 0xff);
  elevated[2] = static_cast<char>(1001 >> 8);
  EXPECT_FALSE(wkbParts(elevated)->plain);
  EXPECT_EQ(wkbParts(elevated)->vertices, 1U);
}

TEST(WkbParts, IsPlainWithinBoundsIsToldWithoutMeasuring) {
  for (const char* wkt :
       {"POINT (1 -9)", "LINESTRING (0 0, 1 1, -5 9)",
        "GEOMETRYCOLLECTION (MULTIPOINT ((1 2), (3 -9)), POLYGON ((0 0, 2 0, 9 2, 0 0)))"}) {
    EXPECT_TRUE(isPlainWkb(wkbOf(wkt), 9)) << wkt;
    EXPECT_FALSE(isPlainWkb(wkbOf(wkt), std::nextafter(9.0, 0.0))) << wkt;
    EXPECT_FALSE(isPlainWkb(wkbOf(wkt) + "x", 9)) << wkt;
  }
  const std::string square = wkbOf("POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))");
  for (const double value : {HUGE_VAL, -HUGE_VAL, std::nan(""), -1e31}) {
    std::string bad = square;
    std::memcpy(&bad[13 + 2 * 8], &value, sizeof(value));
    EXPECT_FALSE(isPlainWkb(bad, 1e30)) << value;
  }
  std::string open = square;
  open[open.size() - 1] = '\x40';
  EXPECT_FALSE(isPlainWkb(open, 1e30));
}

TEST(WkbParts, KnowsTheFarthestCoordinate) {
  EXPECT_EQ(wkbParts(wkbOf("MULTIPOINT ((1 -7), (3 4))"))->farthest(), 7);
  EXPECT_EQ(wkbParts(wkbOf("MULTIPOINT EMPTY"))->farthest(), 0);
}

TEST(WkbParts, RefusesBytesThatEndTooSoonOrTooLate) {
  const std::string wkb = wkbOf("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)))");
  for (size_t size = 0; size < wkb.size(); ++size) {
    EXPECT_FALSE(wkbParts(wkb.substr(0, size))) << size;
  }
  EXPECT_FALSE(wkbParts(wkb + "x"));
  EXPECT_TRUE(wkbParts(wkb));
}

TEST(WkbParts, PolygonsAreGatheredIntoWhatHoldsThem) {
  const std::string one = wkbOf("POLYGON ((0 0, 1 0, 1 1, 0 0))");
  const std::string two = wkbOf("MULTIPOLYGON (((5 0, 6 0, 6 1, 5 0)), ((8 0, 9 0, 9 1, 8 0)))");
  EXPECT_EQ(gatherPolygons({one}), one);
  EXPECT_EQ(gatherPolygons({two}), two);
  EXPECT_EQ(wktOf(gatherPolygons({one, two})),
            wktOf(wkbOf("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 0, 6 0, 6 1, 5 0)), "
                        "((8 0, 9 0, 9 1, 8 0)))")));
  EXPECT_EQ(gatherPolygons({}), wkbOf("POLYGON EMPTY"));
  EXPECT_EQ(gatherPolygons({wkbOf("MULTIPOLYGON EMPTY")}), wkbOf("POLYGON EMPTY"));
}

}  // namespace
}  // namespace geotask::testing
