// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a chain does with rows beyond what QGIS's algorithms do: errors, warnings, limits, stops.
#include <gtest/gtest.h>
#include <qgsgeometry.h>

#include <string>

#include "domain/errors.h"
#include "drawn_rows.h"
#include "qgis/buffer_engine.h"
#include "qgis/geometry.h"
#include "qgis/row_transform.h"
#include "support/deaf_context.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

using T = Transform;

Feature row(int64_t id, const char* wkt) {
  return {id, geometryToWkb(QgsGeometry::fromWkt(wkt)), {}};
}

Schema schemaOf(const char* type, const char* crs = "EPSG:4326") {
  Schema schema;
  schema.geometry_type = type;
  schema.crs = crs;
  return schema;
}

// "RESOURCE TOO_MANY_VERTICES at spec.transform.operations[0].smooth".
std::string told(const absl::Status& status) {
  return errorDetail(status).reason + " at " + errorDetail(status).field;
}

TEST(TransformRows, WhatHasNoPlaceInTheTargetCrsIsNullWithAWarning) {
  const auto result =
      transformRows({{T::Reproject{"EPSG:3857"}}}, schemaOf("Point"),
                    {row(1, "Point (0 0)"), row(2, "Point (0 100)"), row(3, "Point (8 47)")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(result->rows[0].wkb.has_value());
  EXPECT_FALSE(result->rows[1].wkb.has_value());
  EXPECT_TRUE(result->rows[2].wkb.has_value());
  ASSERT_EQ(result->log.size(), 1U);
  EXPECT_EQ(result->log[0].find("No reproject for feature 2"), 0U) << result->log[0];
}

TEST(TransformRows, AResultOfAnotherKindIsNullWithAWarning) {
  const auto result =
      transformRows({{T::ConvexHull{}}}, schemaOf("MultiPoint"),
                    {row(1, "MultiPoint ((0 0),(1 0),(0 1))"), row(2, "MultiPoint ((5 5))")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(wktOf(result->rows[0].wkb), "Polygon ((0 0, 0 1, 1 0, 0 0))");
  EXPECT_EQ(wktOf(result->rows[1].wkb), "null");
  ASSERT_EQ(result->log.size(), 1U);
  EXPECT_EQ(result->log[0], "No convex_hull for feature 2: it would be a Point");
}

TEST(TransformRows, WhatIsEmptyHasNoBoxAndTakesNoVertices) {
  const FeatureBatch empty = {row(1, "Polygon Empty")};
  const auto box = transformRows({{T::BoundingBox{}}}, schemaOf("Polygon"), empty);
  ASSERT_TRUE(box.ok()) << box.status();
  EXPECT_EQ(wktOf(box->rows[0].wkb), "null");
  EXPECT_EQ(box->rows[0].attributes, std::vector<Value>(4));
  EXPECT_TRUE(box->log.empty());
  for (const T::Operation& each : std::vector<T::Operation>{T::DensifyByCount{}, T::Smooth{}}) {
    const auto result = transformRows({{each}}, schemaOf("Polygon"), empty);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(wktOf(result->rows[0].wkb), "Polygon EMPTY");
  }
}

TEST(TransformRows, CurvedPartsStayWhereHolesGo) {
  const auto result =
      transformRows({{T::DeleteHoles{}}}, schemaOf("MultiSurface"),
                    {row(1,
                         "MultiSurface (((0 0, 9 0, 9 9, 0 0),(5 1, 8 1, 8 2, 5 1)),"
                         "CurvePolygon (CircularString (50 50, 60 60, 70 50, 60 40, 50 50),"
                         "(58 50, 60 50, 60 52, 58 50)))")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(wktOf(result->rows[0].wkb),
            "MultiSurface (Polygon ((0 0, 9 0, 9 9, 0 0)),"
            "CurvePolygon (CircularString (50 50, 60 60, 70 50, 60 40, 50 50)))");
}

TEST(TransformRows, RowsOfAnyTypePassWhereAnOperationIsNotMadeForThem) {
  const auto result = transformRows(
      {{T::ForceRightHandRule{}, T::SwapXY{}}}, schemaOf("Geometry"),
      {row(1, "Point (1 2)"), row(2, "LineString (0 1, 2 3)"),
       row(3, "Polygon ((0 0, 4 0, 4 4, 0 0))"), row(4, "GeometryCollection (Point (1 2))")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(wktOf(result->rows[0].wkb), "Point (2 1)");
  EXPECT_EQ(wktOf(result->rows[1].wkb), "LineString (1 0, 3 2)");
  EXPECT_EQ(wktOf(result->rows[2].wkb), "Polygon ((0 0, 4 4, 0 4, 0 0))");
  EXPECT_EQ(wktOf(result->rows[3].wkb), "GeometryCollection (Point (2 1))");
}

TEST(TransformRows, TooManyVerticesAreRefusedBeforeTheyAreMade) {
  const FeatureBatch line = {row(7, "LineString (0 0, 1000 0)")};
  const auto refusal = [&](const T::Operation& operation) {
    return transformRows({{operation}}, schemaOf("LineString"), line).status();
  };
  EXPECT_EQ(told(refusal(T::DensifyByDistance{0.00001})),
            "TOO_MANY_VERTICES at spec.transform.operations[0].densify_by_distance");
  EXPECT_EQ(told(refusal(T::DensifyByCount{10'000'000})),
            "TOO_MANY_VERTICES at spec.transform.operations[0].densify_by_count");
  const absl::Status status =
      transformRows({{T::DensifyByCount{20'000}, T::Smooth{10}}}, schemaOf("LineString"), line)
          .status();
  EXPECT_EQ(told(status), "TOO_MANY_VERTICES at spec.transform.operations[1].smooth");
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(status.message().find("feature 7"), absl::string_view::npos) << status;
}

TEST(TransformRows, AnErrorOfABufferNamesItsPlaceInTheChain) {
  Schema schema = schemaOf("Point");
  schema.fields = {{"d", FieldType::kDouble, 0, 0}};
  FeatureBatch rows = {row(5, "Point (1 2)")};
  rows[0].attributes = {std::monostate()};
  BufferOptions buffer;
  buffer.distance_field = "d";
  EXPECT_EQ(told(transformRows({{T::SwapXY{}, buffer}}, schema, rows).status()),
            "DISTANCE_IS_NULL at spec.transform.operations[1].buffer.distance_field");
}

TEST(TransformRows, ACrsThatQgisDoesNotKnowIsNamed) {
  EXPECT_EQ(
      told(transformRows({{T::SwapXY{}, T::Reproject{"EPSG:1"}}}, schemaOf("Point"), {}).status()),
      "INVALID_CRS at spec.transform.operations[1].reproject.target_crs");
}

TEST(TransformRows, CoordinatesStayWithinBounds) {
  T chain;
  chain.operations.assign(3, T::Translate{0.6e30, 0, 0, 0});
  const auto result = transformRows(chain, schemaOf("Point"), {row(1, "Point (0 0)")});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_FALSE(result->rows[0].wkb.has_value());
  EXPECT_EQ(result->log.size(), 1U);
}

class StopAfter : public DeafContext {
 public:
  explicit StopAfter(uint64_t rows) : rows_(rows) {}
  bool cancelled() const override { return done >= rows_; }
  void addFeaturesDone(uint64_t count) override { done += count; }

  uint64_t done = 0;

 private:
  const uint64_t rows_;
};

TEST(TransformRows, ACancelIsHeededBetweenRows) {
  const auto chain =
      RowTransform::create({{T::SwapXY{}}}, schemaOf("Point"), engineWithoutProcesses());
  ASSERT_TRUE(chain.ok()) << chain.status();
  const FeatureBatch rows(10, row(1, "Point (1 2)"));
  StopAfter context(4);
  FeatureBatch out;
  EXPECT_TRUE(chain->apply(rows, context, out).ok());
  EXPECT_EQ(out.size(), 4U);
}

TEST(TransformRows, MoreVerticesTakeLonger) {
  const auto chain = RowTransform::create({{T::MakeValid{}, T::Smooth{3}}}, schemaOf("Polygon"),
                                          engineWithoutProcesses());
  ASSERT_TRUE(chain.ok()) << chain.status();
  const double small = chain->predictedMicroseconds(row(1, "Polygon ((0 0, 4 0, 4 4, 0 0))"));
  const double large = chain->predictedMicroseconds({1, std::string(100'000, 'w'), {}});
  EXPECT_GT(large, 100 * small);
  EXPECT_GT(small, chain->predictedMicroseconds({1, std::nullopt, {}}));
}

}  // namespace
}  // namespace geotask::testing
