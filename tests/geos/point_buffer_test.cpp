// SPDX-License-Identifier: GPL-2.0-or-later
//
// A ring that is moved to a point is the one that GEOS makes there, to the last bit.
#include "geos/point_buffer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <thread>

#include "drawn_geometry.h"
#include "geos/geos.h"

namespace geotask::testing {
namespace {

std::string pointWkb(double x, double y) {
  std::string wkb("\1\1\0\0\0", 5);
  for (const double ordinate : {x, y})
    wkb.append(reinterpret_cast<const char*>(&ordinate), sizeof(ordinate));
  return wkb;
}

// By GEOS itself: a task of a point would be moved, too.
GeometryAnswer byGeos(absl::string_view wkb, const BufferStyle& style) {
  Geos& geos = Geos::ofThread();
  const Geom point = geos.fromWkb(wkb);
  const int cap = style.cap == CapStyle::kFlat     ? GEOSBUF_CAP_FLAT
                  : style.cap == CapStyle::kSquare ? GEOSBUF_CAP_SQUARE
                                                   : GEOSBUF_CAP_ROUND;
  const Geom buffer(GEOSBufferWithStyle_r(geos.context(), point.get(), style.distance,
                                          style.segments, cap, GEOSBUF_JOIN_ROUND, 2));
  return {GeometryAnswer::State::kDone, geos.toWkb(buffer.get()), {}};
}

// Points as they come, with what was left to GEOS counted.
class Points {
 public:
  explicit Points(const BufferStyle& style) : style_(style) {}

  std::string buffer(double x, double y) {
    return buffers_
        .buffer(pointWkb(x, y), style_,
                [this](absl::string_view wkb) {
                  ++asked_;
                  return byGeos(wkb, style_);
                })
        .wkb;
  }
  std::string expected(double x, double y) const { return byGeos(pointWkb(x, y), style_).wkb; }
  int asked() const { return asked_; }

 private:
  BufferStyle style_;
  PointBuffers buffers_;
  int asked_ = 0;
};

TEST(PointBuffer, HasTheBytesOfGeosWhateverTheStyleAndThePlace) {
  std::mt19937_64 random(11);  // NOLINT: the same in every run.
  std::uniform_real_distribution<double> mantissa(-1, 1);
  std::uniform_int_distribution<int> exponent(-12, 30);
  for (const double distance : {1e-9, 0.01, 1.0 / 3, 500.0, 1e7}) {
    for (const CapStyle cap : {CapStyle::kRound, CapStyle::kFlat, CapStyle::kSquare}) {
      for (const int segments : {1, 2, 5, 8, 64, 333}) {
        Points points({distance, segments, cap});
        for (int i = 0; i < 60; ++i) {
          const double x = mantissa(random) * std::pow(2, exponent(random));
          const double y = mantissa(random) * std::pow(2, exponent(random));
          ASSERT_EQ(points.buffer(x, y), points.expected(x, y))
              << x << " " << y << ", distance " << distance << ", " << segments << " segments";
        }
      }
    }
  }
}

TEST(PointBuffer, AsksGeosForTheFirstTwoOfAStyleForTheRingAndForOneToCompareItWith) {
  Points points({0.01, 8});
  for (int i = 0; i < 100; ++i) points.buffer(7.6 + i, 51.9);
  EXPECT_EQ(points.asked(), 4);
}

TEST(PointBuffer, LeavesToGeosWhereRoundingWouldBendTheRing) {
  Points points({0.01, 8});
  for (int i = 0; i < 4; ++i) points.buffer(1, 1);
  for (const double far : {1e10, 1e13, 1e15, 1e18}) {
    const int before = points.asked();
    EXPECT_EQ(points.buffer(far, 1), points.expected(far, 1)) << far;
    EXPECT_EQ(points.asked(), before + 1) << far;
  }
  const int before = points.asked();
  EXPECT_EQ(points.buffer(2, 2), points.expected(2, 2));
  EXPECT_EQ(points.asked(), before);
}

TEST(PointBuffer, KeepsTheSignOfZero) {
  Points points({1, 8});
  for (int i = 0; i < 4; ++i) points.buffer(1, 1);
  for (const double x : {0.0, -0.0}) {
    for (const double y : {0.0, -0.0, 5.0}) EXPECT_EQ(points.buffer(x, y), points.expected(x, y));
  }
}

TEST(PointBuffer, OfNothingIsEmpty) {
  for (const double distance : {0.0, -1.0}) {
    Points points({distance, 8});
    for (int i = 1; i < 7; ++i) EXPECT_EQ(points.buffer(i, i), points.expected(i, i)) << distance;
  }
}

TEST(PointBuffer, OfAnotherDistanceIsAnotherRing) {
  PointBuffers buffers;
  for (int i = 0; i < 18; ++i) {
    const BufferStyle style{i / 6 + 1.0, 8};
    const auto by_geos = [&](absl::string_view wkb) { return byGeos(wkb, style); };
    EXPECT_EQ(buffers.buffer(pointWkb(3, 4), style, by_geos).wkb,
              byGeos(pointWkb(3, 4), style).wkb);
  }
}

TEST(PointBuffer, OfRowsIsTheSameOnEachThreadAndWithStylesByTurns) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 1; i < 200; ++i) {
        const BufferStyle style{1.0 + i / 7 % 3, 8};
        EXPECT_EQ(bufferPlainWkb(pointWkb(i, 0.3 * i), style).wkb,
                  byGeos(pointWkb(i, 0.3 * i), style).wkb);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace geotask::testing
