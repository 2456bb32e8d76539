// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations of a chain on geometries that take long: done in a process or in pieces, with QGIS's result.
#include <gtest/gtest.h>

#include <qgscoordinatetransform.h>
#include <qgscoordinatetransformcontext.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "domain/transform.h"
#include "qgis/buffer_engine.h"
#include "qgis/crs.h"
#include "qgis/geometry.h"
#include "star.h"
#include "support/threaded_processes.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

using T = Transform;

constexpr int kMany = 200'000;

class HeavyOperation : public ::testing::TestWithParam<Transform::Operation> {};

TEST_P(HeavyOperation, GivesInAProcessWhatQgisGives) {
  Schema schema;
  schema.geometry_type = "Polygon";
  schema.crs = "EPSG:3857";
  const FeatureBatch rows{{1, geometryToWkb(star(3, kMany)), {}}};
  ThreadedProcesses processes;
  const BufferEngine engine(&processes);

  const auto here = transformRows({{GetParam()}}, schema, rows);
  const auto there = transformRows({{GetParam()}}, schema, rows, engine);

  ASSERT_TRUE(here.ok()) << here.status();
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_EQ(processes.submitted, 1);
  ASSERT_EQ(there->rows.size(), 1U);
  EXPECT_TRUE(there->rows[0].wkb.has_value());
  EXPECT_TRUE(there->rows[0].wkb == here->rows[0].wkb);
  EXPECT_EQ(there->rows[0].attributes, here->rows[0].attributes);
  EXPECT_EQ(there->log, here->log);
}

// Rows that are reprojected in pieces: what QGIS makes of them at once.
class ManyVertices : public ::testing::Test {
 protected:
  static TransformResult reproject(const char* type, std::string wkb) {
    Schema schema;
    schema.geometry_type = type;
    schema.crs = "EPSG:4326";
    const auto result = transformRows({{T::Reproject{"EPSG:3857"}}}, schema, {{1, wkb, {}}});
    EXPECT_TRUE(result.ok()) << result.status();
    return *result;
  }

  static std::string byQgis(const std::string& wkb) {
    QgsGeometry geometry = readWkb(wkb);
    geometry.transform(QgsCoordinateTransform(*crsFromText("EPSG:4326"), *crsFromText("EPSG:3857"),
                                              QgsCoordinateTransformContext()));
    return geometry.asWkb().toStdString();
  }

  static constexpr int kSome = 20'000;
};

TEST_F(ManyVertices, AreReprojectedAsByQgis) {
  const std::string wkb = *geometryToWkb(star(8, kSome));
  EXPECT_TRUE(reproject("Polygon", wkb).rows[0].wkb == byQgis(wkb));
}

TEST_F(ManyVertices, KeepTheirZ) {
  QgsGeometry high = star(8, kSome);
  high.get()->addZValue(7);
  const std::string wkb = *geometryToWkb(high);
  EXPECT_TRUE(reproject("PolygonZ", wkb).rows[0].wkb == byQgis(wkb));
}

TEST_F(ManyVertices, OfARingThatIsOpenLeaveItOpen) {
  std::string wkb = *geometryToWkb(star(8, kSome));
  wkb.resize(wkb.size() - 16);
  const uint32_t count = kSome;
  std::memcpy(&wkb[9], &count, sizeof(count));
  EXPECT_TRUE(reproject("Polygon", wkb).rows[0].wkb == byQgis(wkb));
}

TEST_F(ManyVertices, OneOfThemWithoutAPlaceAreNullWithAWarning) {
  QgsGeometry beyond = star(8, kSome);
  beyond.moveVertex(8, 100, kSome / 2);
  const TransformResult result = reproject("Polygon", *geometryToWkb(beyond));
  EXPECT_FALSE(result.rows[0].wkb.has_value());
  ASSERT_EQ(result.log.size(), 1U);
  EXPECT_EQ(result.log[0].find("No reproject for feature 1"), 0U) << result.log[0];
}

INSTANTIATE_TEST_SUITE_P(Transform, HeavyOperation,
                         ::testing::Values(T::Simplify{T::SimplifyMethod::kDistance, 1e-4},
                                           T::MakeValid{}, T::ConvexHull{},
                                           T::OrientedMinimumBoundingBox{},
                                           T::MinimumEnclosingCircle{}),
                         [](const auto& operation) { return operationName(operation.param); });

}  // namespace
}  // namespace geotask::testing
