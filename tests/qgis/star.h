// SPDX-License-Identifier: GPL-2.0-or-later
//
// A polygon with as many vertices as a test wants.
#pragma once

#include <qgsgeometry.h>
#include <qgslinestring.h>
#include <qgspolygon.h>

#include <cmath>
#include <memory>
#include <utility>

namespace geotask::testing {

// A star of 30 points about (x, 0) whose edge swings between 0.91 and 1.09.
inline QgsGeometry star(double x, int vertices) {
  QVector<double> xs;
  QVector<double> ys;
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * M_PI * (i % vertices) / vertices;
    const double reach = 1 + 0.06 * std::asin(std::sin(30 * angle));
    xs.append(x + reach * std::cos(angle));
    ys.append(reach * std::sin(angle));
  }
  auto polygon = std::make_unique<QgsPolygon>();
  polygon->setExteriorRing(new QgsLineString(xs, ys));
  return QgsGeometry(std::move(polygon));
}

}  // namespace geotask::testing
