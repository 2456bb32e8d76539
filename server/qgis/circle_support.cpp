// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/circle_support.h"

#include <algorithm>
#include <cstddef>
#include <random>

#include "domain/stop.h"

namespace geotask {

namespace {

// What lies outside by less than this share of the squared radius is rounding.
constexpr double kRounding = 1e-13;

struct Circle {
  std::vector<QgsPointXY> rests_on;
  QgsPointXY centre;
  double squared_radius = 0;

  bool leavesOut(const QgsPointXY& point) const {
    return centre.sqrDist(point) > squared_radius * (1 + kRounding);
  }
};

Circle about(const QgsPointXY& a) { return {{a}, a, 0}; }

Circle about(const QgsPointXY& a, const QgsPointXY& b) {
  const QgsPointXY centre((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
  return {{a, b}, centre, centre.sqrDist(a)};
}

// The circle through all three; about the two that are farthest from each other when they lie on a line.
Circle about(const QgsPointXY& a, const QgsPointXY& b, const QgsPointXY& c) {
  const double bx = b.x() - a.x(), by = b.y() - a.y();
  const double cx = c.x() - a.x(), cy = c.y() - a.y();
  const double twice_area = bx * cy - by * cx;
  if (twice_area == 0) {
    const Circle sides[] = {about(a, b), about(b, c), about(c, a)};
    return *std::max_element(std::begin(sides), std::end(sides),
                             [](const Circle& one, const Circle& other) {
                               return one.squared_radius < other.squared_radius;
                             });
  }
  const double b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
  const QgsPointXY centre(a.x() + (cy * b2 - by * c2) / (2 * twice_area),
                          a.y() + (bx * c2 - cx * b2) / (2 * twice_area));
  return {{a, b, c}, centre, centre.sqrDist(a)};
}

}  // namespace

std::vector<QgsPointXY> circleSupport(std::vector<QgsPointXY> points) {
  if (points.empty()) return points;
  std::shuffle(points.begin(), points.end(), std::mt19937());
  Circle circle = about(points[0]);
  for (size_t i = 1; i < points.size(); ++i) {
    checkStop();
    if (!circle.leavesOut(points[i])) continue;
    circle = about(points[i]);  // It is on the edge of the circle about those so far.
    for (size_t j = 0; j < i; ++j) {
      checkStop();
      if (!circle.leavesOut(points[j])) continue;
      circle = about(points[i], points[j]);  // So is this one.
      for (size_t k = 0; k < j; ++k) {
        checkStop();
        if (circle.leavesOut(points[k])) circle = about(points[i], points[j], points[k]);
      }
    }
  }
  return circle.rests_on;
}

}  // namespace geotask
