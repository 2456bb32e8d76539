// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/wkb.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <initializer_list>
#include <vector>

#include "domain/errors.h"

namespace geotask {
namespace {

// Draws WKB: Wkb().type(2).count(2).numbers({0, 0, 1, 1}) is LINESTRING (0 0, 1 1).
class Wkb {
 public:
  explicit Wkb(bool big_endian = false) : big_endian_(big_endian) {}
  Wkb& type(uint32_t code) {
    bytes_ += big_endian_ ? '\0' : '\1';
    return count(code);
  }
  Wkb& count(uint32_t value) { return add(&value, sizeof value); }
  Wkb& numbers(std::initializer_list<double> values) {
    for (const double value : values) add(&value, sizeof value);
    return *this;
  }
  Wkb& member(const Wkb& other) {
    bytes_ += other.bytes_;
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  Wkb& add(const void* value, size_t size) {
    std::string raw(static_cast<const char*>(value), size);
    bytes_ += big_endian_ ? std::string(raw.rbegin(), raw.rend()) : raw;
    return *this;
  }

  bool big_endian_;
  std::string bytes_;
};

Wkb point(double x, double y) { return Wkb().type(1).numbers({x, y}); }
Wkb line(uint32_t type = 2) { return Wkb().type(type).count(2).numbers({0, 0, 1, 1}); }
Wkb polygon(uint32_t type = 3) {
  return Wkb().type(type).count(1).count(4).numbers({0, 0, 1, 0, 1, 1, 0, 0});
}

struct Sample {
  const char* name;
  Wkb wkb;
  uint64_t vertices;
  bool lines;
};

std::vector<Sample> samples() {
  return {
      {"Point", point(1, 2), 1, false},
      {"Point", Wkb(true).type(1).numbers({1, 2}), 1, false},
      {"PointZ", Wkb().type(1001).numbers({1, 2, 3}), 1, false},
      {"PointM", Wkb().type(2001).numbers({1, 2, 3}), 1, false},
      {"PointZM", Wkb(true).type(3001).numbers({1, 2, 3, 4}), 1, false},
      {"Point", point(NAN, NAN), 0, false},
      {"PointZ", Wkb().type(1001).numbers({NAN, NAN, NAN}), 0, false},
      {"LineString", line(), 2, true},
      {"LineString", Wkb().type(2).count(0), 0, true},
      {"LineStringZ", Wkb(true).type(1002).count(1).numbers({1, 2, 3}), 1, true},
      {"Polygon", polygon(), 4, false},
      {"Polygon", Wkb().type(3).count(0), 0, false},
      {"MultiPoint", Wkb().type(4).count(2).member(point(1, 2)).member(point(NAN, NAN)), 1, false},
      {"MultiLineString", Wkb().type(5).count(1).member(line()), 2, true},
      {"MultiPolygon", Wkb().type(6).count(2).member(polygon()).member(polygon()), 8, false},
      {"GeometryCollection",
       Wkb(true).type(7).count(3).member(point(1, 2)).member(line()).member(polygon()), 7, false},
      {"GeometryCollection", Wkb().type(7).count(0), 0, false},
      {"CircularString", Wkb().type(8).count(3).numbers({0, 0, 1, 1, 2, 0}), 3, true},
      {"CompoundCurve", Wkb().type(9).count(2).member(line()).member(line(8)), 4, true},
      {"CurvePolygon", Wkb().type(10).count(1).member(line(8)), 2, false},
      {"MultiCurve", Wkb().type(11).count(2).member(line()).member(line(8)), 4, true},
      {"MultiSurface", Wkb().type(12).count(1).member(polygon()), 4, false},
      {"Triangle", polygon(17), 4, false},
  };
}

// The sentence of the refusal, or nothing.
std::string refusal(const std::string& bytes) {
  const auto checked = checkWkb(bytes);
  if (checked.ok()) return "";
  EXPECT_EQ(errorDetail(checked.status()).reason, "INVALID_WKB");
  return std::string(checked.status().message());
}
std::string refusal(const Wkb& wkb) { return refusal(wkb.bytes()); }

TEST(CheckWkb, AcceptsEveryKindAndTellsWhatItIs) {
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const auto checked = checkWkb(sample.wkb.bytes());
    ASSERT_TRUE(checked.ok()) << checked.status();
    EXPECT_EQ(geometryTypeName(checked->type), sample.name);
    EXPECT_EQ(checked->vertices, sample.vertices);
    EXPECT_EQ(checked->lines, sample.lines);
  }
}

TEST(CheckWkb, RefusesEveryTruncationOfEverySample) {
  for (const Sample& sample : samples()) {
    const std::string& bytes = sample.wkb.bytes();
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_NE(refusal(bytes.substr(0, size)), "") << sample.name << " cut to " << size;
    }
  }
}

TEST(CheckWkb, RefusesBytesLeftOver) {
  for (const Sample& sample : samples()) {
    EXPECT_NE(refusal(sample.wkb.bytes() + '\0'), "") << sample.name;
  }
}

TEST(CheckWkb, RefusesCountsThatLie) {
  for (const Sample& sample : samples()) {
    std::string bytes = sample.wkb.bytes();
    if (std::string(sample.name).rfind("Point", 0) == 0) continue;
    for (int i = 0; i < 4; ++i) bytes[5 + i] = '\xFF';
    EXPECT_EQ(refusal(bytes),
              "wkb: at byte 5: a count of 4294967295 is beyond the bytes that follow")
        << sample.name;
  }
  EXPECT_NE(refusal(Wkb().type(3).count(1).count(0x20000000).numbers({0, 0})), "");
}

TEST(CheckWkb, NoFlippedByteLeadsItAstray) {
  // Whatever it says of such bytes, it must stay within them: run under AddressSanitizer.
  int refused = 0;
  for (const Sample& sample : samples()) {
    for (size_t i = 0; i < sample.wkb.bytes().size(); ++i) {
      std::string bytes = sample.wkb.bytes();
      bytes[i] = static_cast<char>(~bytes[i]);
      if (!refusal(bytes).empty()) ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

TEST(CheckWkb, RefusesNestingDeeperThan32) {
  Wkb nested = point(1, 2);
  for (int depth = 2; depth <= 32; ++depth) nested = Wkb().type(7).count(1).member(nested);
  EXPECT_EQ(refusal(nested), "");
  const Wkb deeper = Wkb().type(7).count(1).member(nested);
  EXPECT_NE(refusal(deeper).find("nested deeper than 32"), std::string::npos);
}

TEST(CheckWkb, RefusesEwkbAndSaysSo) {
  for (const uint32_t flag : {0x80000000u, 0x40000000u, 0x20000000u}) {
    EXPECT_NE(refusal(Wkb().type(1 | flag).numbers({1, 2, 3})).find("EWKB"), std::string::npos);
  }
}

TEST(CheckWkb, RefusesUnknownTypes) {
  for (const uint32_t type : {0u, 13u, 14u, 15u, 16u, 18u, 999u, 1000u, 4001u, 0xFFFFFFFFu}) {
    EXPECT_NE(refusal(Wkb().type(type).count(0)), "") << type;
  }
}

TEST(CheckWkb, RefusesAByteOrderThatIsNone) {
  std::string bytes = point(1, 2).bytes();
  bytes[0] = '\2';
  EXPECT_NE(refusal(bytes).find("byte order 2"), std::string::npos);
}

TEST(CheckWkb, RefusesCoordinatesThatAreNoNumbers) {
  EXPECT_NE(refusal(point(NAN, 1)), "");
  EXPECT_NE(refusal(point(1, INFINITY)), "");
  EXPECT_NE(refusal(Wkb().type(1001).numbers({1, 2, NAN})), "");
  EXPECT_NE(refusal(Wkb().type(2).count(1).numbers({NAN, NAN})), "");
  EXPECT_NE(refusal(Wkb().type(2).count(2).numbers({0, 0, -INFINITY, 1})), "");
}

TEST(CheckWkb, RefusesMembersOfTheWrongType) {
  EXPECT_NE(refusal(Wkb().type(4).count(1).member(line())), "");
  EXPECT_NE(refusal(Wkb().type(5).count(1).member(line(8))), "");
  EXPECT_NE(refusal(Wkb().type(6).count(1).member(polygon(17))), "");
  EXPECT_NE(refusal(Wkb().type(9).count(1).member(point(1, 2))), "");
  EXPECT_NE(refusal(Wkb().type(10).count(1).member(polygon())), "");
  EXPECT_NE(refusal(Wkb().type(11).count(1).member(polygon())), "");
  EXPECT_NE(refusal(Wkb().type(12).count(1).member(line())), "");
  EXPECT_EQ(refusal(Wkb().type(1004).count(1).member(point(1, 2))),
            "wkb: at byte 14: a MultiPointZ cannot hold a Point");
}

TEST(GeometryTypeName, IsEmptyForWhatIsNotAccepted) {
  EXPECT_EQ(geometryTypeName(1006), "MultiPolygonZ");
  EXPECT_EQ(geometryTypeName(15), "");
  EXPECT_EQ(geometryTypeName(4001), "");
}

TEST(GeometryTypeName, IsGeometryTypeNameKnowsThemAll) {
  for (const char* name : {"Geometry", "NoGeometry", "Point", "MultiPolygonZ", "TriangleZM"}) {
    EXPECT_TRUE(isGeometryTypeName(name)) << name;
  }
  for (const char* name : {"", "Z", "point", "PolyhedralSurface", "PointZZ"}) {
    EXPECT_FALSE(isGeometryTypeName(name)) << name;
  }
}

}  // namespace
}  // namespace geotask
