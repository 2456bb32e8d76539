// SPDX-License-Identifier: GPL-2.0-or-later
//
// A round polygon of 20,000 vertices, all of them on its hull, ended the daemon: QGIS seeks the smallest
// circle by a call within a call for each vertex of the hull, each with a copy of the others, until the
// stack is full. The smallest box takes the square of their number: a row kept a thread for minutes.
#include <gtest/gtest.h>
#include <qgsgeometry.h>

#include <cmath>

#include "domain/errors.h"
#include "qgis/geometry.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

using T = Transform;

FeatureBatch roundRow(int vertices) {
  QgsPolylineXY ring;
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * M_PI * (i % vertices) / vertices;
    ring.append(QgsPointXY(10 + 2 * std::cos(angle), 45 + 2 * std::sin(angle)));
  }
  return {{7, geometryToWkb(QgsGeometry::fromPolygonXY({ring})), {}}};
}

absl::StatusOr<TransformResult> transformed(const T::Operation& operation, int vertices) {
  Schema schema;
  schema.geometry_type = "Polygon";
  schema.crs = "EPSG:3857";
  return transformRows({{operation}}, schema, roundRow(vertices));
}

TEST(RoundHull, HasItsSmallestCircle) {
  for (const int vertices : {100, 299, 20'000, 200'000}) {
    const auto result = transformed(T::MinimumEnclosingCircle{}, vertices);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_NEAR(std::get<double>(result->rows[0].attributes[0]), 2, 1e-9) << vertices;
    const QgsPointXY centre = readWkb(*result->rows[0].wkb).centroid().asPoint();
    EXPECT_LT(centre.distance(QgsPointXY(10, 45)), 1e-9) << vertices;
  }
}

TEST(RoundHull, HasItsSmallestBoxUpToTenThousandVertices) {
  const auto result = transformed(T::OrientedMinimumBoundingBox{}, 9'000);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_NEAR(std::get<double>(result->rows[0].attributes[0]), 4, 1e-5);

  const absl::Status refused = transformed(T::OrientedMinimumBoundingBox{}, 20'000).status();
  EXPECT_EQ(errorDetail(refused).reason, "TOO_MANY_VERTICES");
  EXPECT_EQ(errorDetail(refused).field,
            "spec.transform.operations[0].oriented_minimum_bounding_box");
  EXPECT_NE(refused.message().find("feature 7: its convex hull has 20001 vertices"),
            absl::string_view::npos)
      << refused;
}

}  // namespace
}  // namespace geotask::testing
