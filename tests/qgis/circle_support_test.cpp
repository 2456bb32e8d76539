// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/circle_support.h"

#include <gtest/gtest.h>
#include <qgsgeometry.h>

#include <cmath>
#include <random>

namespace geotask::testing {
namespace {

using Points = std::vector<QgsPointXY>;

struct Circle {
  QgsPointXY centre;
  double radius = 0;
};

// By QGIS.
Circle smallest(const Points& points) {
  Circle circle;
  QgsGeometry::fromMultiPointXY(QgsMultiPointXY(points.begin(), points.end()))
      .minimalEnclosingCircle(circle.centre, circle.radius, 8);
  return circle;
}

Points cloud(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::normal_distribution<double> around(600'000, 1000);
  Points points;
  for (int i = 0; i < count; ++i) points.emplace_back(around(random), around(random));
  return points;
}

TEST(CircleSupport, HasTheSmallestCircleOfAll) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Points points = cloud(seed, 3 + static_cast<int>(seed));
    const Points support = circleSupport(points);
    EXPECT_LE(support.size(), 3U);
    const Circle ours = smallest(support);
    const Circle wanted = smallest(points);
    EXPECT_NEAR(ours.radius, wanted.radius, 1e-9 * wanted.radius) << seed;
    EXPECT_LT(ours.centre.distance(wanted.centre), 1e-9 * wanted.radius) << seed;
  }
}

TEST(CircleSupport, OfManyPointsOnACircleIsThatCircle) {
  Points points;
  for (int i = 0; i < 100'000; ++i) points.emplace_back(10 + 2 * std::cos(i), 45 + 2 * std::sin(i));
  const Circle circle = smallest(circleSupport(points));
  EXPECT_NEAR(circle.radius, 2, 1e-9);
  EXPECT_LT(circle.centre.distance(QgsPointXY(10, 45)), 1e-9);
}

TEST(CircleSupport, OfPointsOnALineAreItsEnds) {
  const Circle circle = smallest(circleSupport({{0, 0}, {1, 1}, {4, 4}, {2, 2}, {3, 3}}));
  EXPECT_NEAR(circle.radius, 2 * std::sqrt(2), 1e-12);
}

TEST(CircleSupport, OfOnePointIsThePoint) {
  EXPECT_EQ(circleSupport({{3, 4}, {3, 4}, {3, 4}}), Points({{3, 4}}));
  EXPECT_TRUE(circleSupport({}).empty());
}

}  // namespace
}  // namespace geotask::testing
