// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers by true metres of shapes drawn by hand, measured by geodesics.
#include <gtest/gtest.h>
#include <qgscoordinatetransform.h>
#include <qgscoordinatetransformcontext.h>
#include <qgsdistancearea.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "geodesic_reference.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

BufferOptions metres(double distance) {
  BufferOptions options;
  options.distance = distance;
  options.unit = DistanceUnit::kMetres;
  options.segments = 64;
  return options;
}

absl::StatusOr<QgsGeometry> bufferOf(const QgsGeometry& input, const BufferOptions& options,
                                     const std::string& crs = "EPSG:4326") {
  Schema schema;
  schema.crs = crs;
  auto result = bufferRows(schema, {{1, geometryToWkb(input), {}}}, options);
  if (!result.ok()) return result.status();
  return geometryFromWkb(result->rows.at(0).wkb);
}

// GEOS draws an arc of up to 1.5 times the angle of a segment as one: with 64 segments a quarter
// circle its middle lies up to 1.7e-4 of the radius inside.
constexpr double kArc = 1.7e-4;

QgsGeometry expectTrue(const QgsGeometry& input, const absl::StatusOr<QgsGeometry>& buffer,
                       double distance) {
  EXPECT_TRUE(buffer.ok()) << buffer.status();
  if (!buffer.ok()) return {};
  EXPECT_TRUE(buffer->isGeosValid());
  const QgsRectangle box = buffer->boundingBox();
  EXPECT_TRUE(box.xMinimum() >= -180 && box.xMaximum() <= 180) << box.toString().toStdString();
  const Deviation found = deviationOf(*buffer, input, distance, 150, 0.002);
  const double slack = 0.05 / std::abs(distance);
  EXPECT_LE(found.outwards, 0.001 + slack) << found.where;
  EXPECT_LE(found.inwards, 0.001 + kArc + slack) << found.where;
  EXPECT_EQ(found.wrong, 0U) << found.where;
  EXPECT_GT(found.points, 20U);
  std::cout << distance << " m: at most " << found.outwards << " outwards and " << found.inwards
            << " inwards\n";
  return *buffer;
}

QgsGeometry expectTrue(const std::string& wkt, double distance) {
  SCOPED_TRACE(wkt.substr(0, 200));
  const QgsGeometry input = QgsGeometry::fromWkt(QString::fromStdString(wkt));
  return expectTrue(input, bufferOf(input, metres(distance)), distance);
}

std::string refusal(const std::string& wkt, const BufferOptions& options,
                    const std::string& crs = "EPSG:4326") {
  const auto buffer = bufferOf(QgsGeometry::fromWkt(QString::fromStdString(wkt)), options, crs);
  if (buffer.ok()) return "OK";
  EXPECT_FALSE(errorDetail(buffer.status()).remedy.empty());
  return errorDetail(buffer.status()).reason;
}

// The same edges with vertices every degree, which a test can bring into another CRS.
std::string box(double west, double south, double east, double north) {
  std::string wkt = "Polygon ((";
  const auto vertex = [&](double x, double y) { wkt += absl::StrCat(x, " ", y, ", "); };
  for (double x = west; x < east; x += 1) vertex(x, south);
  for (double y = south; y < north; y += 1) vertex(east, y);
  for (double x = east; x > west; x -= 1) vertex(x, north);
  for (double y = north; y > south; y -= 1) vertex(west, y);
  return wkt + absl::StrCat(west, " ", south, "))");
}

TEST(MetresOfShapes, APointAtZurichFromACentimetreToAnEighthOfTheEarth) {
  for (const double d : {0.01, 1.0, 1e3, 1e5, 1e6, 5e6}) expectTrue("Point (8.54 47.37)", d);
}

TEST(MetresOfShapes, APointOnTheEquator) { expectTrue("Point (30 0)", 20000); }

TEST(MetresOfShapes, APointAtEightyNorth) {
  expectTrue("Point (-40 80)", 20000);
  expectTrue("Point (-40 80)", 2e6);
}

TEST(MetresOfShapes, ACircleAroundAPoleIsABandAlongIt) {
  for (const char* pole : {"Point (0 90)", "Point (77 90)", "Point (0 -90)"}) {
    const QgsRectangle band = expectTrue(pole, 100000).boundingBox();
    EXPECT_EQ(band.width(), 360);
    EXPECT_EQ(std::max(band.yMaximum(), -band.yMinimum()), 90);
  }
}

TEST(MetresOfShapes, ACircleOverAPoleReachesDownTheOtherSide) {
  expectTrue("Point (20 89.95)", 100000);
  expectTrue("Point (-135 -89.5)", 100000);
}

TEST(MetresOfShapes, ACircleAcrossTheAntimeridianIsTwoParts) {
  for (const char* point : {"Point (180 10)", "Point (-180 10)", "Point (179.95 10)"}) {
    const QgsGeometry circle = expectTrue(point, 20000);
    EXPECT_EQ(circle.constGet()->partCount(), 2);
    EXPECT_EQ(circle.boundingBox().width(), 360);
  }
}

TEST(MetresOfShapes, LongitudesBeyond180AreTaken) { expectTrue("Point (185 10)", 20000); }

TEST(MetresOfShapes, PartsOnBothSidesOfTheAntimeridianAreOneIsland) {
  const char* islands =
      "MultiPolygon (((177 -18, 180 -18, 180 -16, 177 -16, 177 -18)),"
      "((-180 -18, -179 -18, -179 -16, -180 -16, -180 -18)))";
  expectTrue(islands, 30000);
  expectTrue(islands, -30000);
}

TEST(MetresOfShapes, ALineAlongAParallelIsAParallel) {
  expectTrue("LineString (0 60, 10 60)", 5000);   // Small.
  expectTrue("LineString (0 60, 100 60)", 5000);  // Wide.
  expectTrue("LineString (0 60, 100 60)", 2e6);
  expectTrue("LineString (-10 -30, 10 30)", 100);  // It bends one way and then the other.
}

TEST(MetresOfShapes, APolygonWithAHole) {
  const char* ring =
      "Polygon ((5 45, 6 45, 6 46, 5 46, 5 45),(5.3 45.3, 5.3 45.7, 5.7 45.7, 5.7 45.3, 5.3 45.3))";
  expectTrue(ring, 5000);
  expectTrue(ring, -5000);
  EXPECT_TRUE(bufferOf(QgsGeometry::fromWkt(ring), metres(-50000))->isEmpty());
}

TEST(MetresOfShapes, AWidePolygon) {
  for (const double d : {1e4, -1e4, 1e6, -5e5}) {
    expectTrue("Polygon ((0 40, 40 40, 40 60, 0 60, 0 40),(10 45, 10 46, 30 46, 30 45, 10 45))", d);
  }
}

TEST(MetresOfShapes, ACapAroundAPole) {
  for (const double d : {1e4, -1e4, 1e6}) {
    expectTrue(box(-180, -90, 180, -65), d);
    expectTrue(box(-180, 89, 180, 90), d);
  }
}

TEST(MetresOfShapes, ARingAroundTheEarthHasNoEnds) {
  for (const double d : {1e5, -1e5}) expectTrue(box(-180, 10, 180, 30), d);
  for (const double d : {1e5, -1e5}) expectTrue(box(0, 10, 360, 30), d);
}

TEST(MetresOfShapes, TheWholeWorldStaysIt) {
  const QgsGeometry world =
      QgsGeometry::fromWkt("Polygon ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))");
  for (const double d : {1e5, -1e5}) {
    const auto buffer = bufferOf(world, metres(d));
    ASSERT_TRUE(buffer.ok()) << buffer.status();
    EXPECT_NEAR(buffer->area(), 360 * 180, 1e-6);
  }
}

TEST(MetresOfShapes, DistanceZeroAndNothingAreAsEver) {
  const QgsGeometry square = QgsGeometry::fromWkt("Polygon ((0 0, 1 0, 1 1, 0 1, 0 0))");
  EXPECT_EQ(bufferOf(square, metres(0))->area(), 1);
  EXPECT_TRUE(bufferOf(QgsGeometry::fromWkt("Point (1 1)"), metres(-5))->isEmpty());
  EXPECT_TRUE(bufferOf(QgsGeometry::fromWkt("LineString Empty"), metres(5))->isEmpty());
}

// A square at 9 E, 47 N in each CRS; its buffer is brought back to compare.
TEST(MetresOfShapes, ProjectedDataGivesTheSameMetres) {
  const QgsGeometry input = QgsGeometry::fromWkt(QString::fromStdString(box(8, 46, 11, 48)));
  const QgsCoordinateReferenceSystem degrees("EPSG:4326");
  for (const char* crs : {"EPSG:3857", "EPSG:32632", "EPSG:32662", "EPSG:3035", "ESRI:54030"}) {
    SCOPED_TRACE(crs);
    const QgsCoordinateTransform into(degrees, QgsCoordinateReferenceSystem(crs),
                                      QgsCoordinateTransformContext());
    // With vertices so close that it does not matter in which CRS edges are straight.
    QgsGeometry projected = input.densifyByDistance(0.005);
    ASSERT_EQ(projected.transform(into), Qgis::GeometryOperationResult::Success);
    for (const double d : {20000.0, -20000.0}) {
      auto buffer = bufferOf(projected, metres(d), crs);
      ASSERT_TRUE(buffer.ok()) << buffer.status();
      ASSERT_EQ(buffer->transform(into, Qgis::TransformDirection::Reverse),
                Qgis::GeometryOperationResult::Success);
      expectTrue(input, buffer, d);
    }
  }
}

TEST(MetresOfShapes, ProjectedDataIsCutWhereItsCrsIsTorn) {
  const QgsCoordinateTransform into(QgsCoordinateReferenceSystem("EPSG:4326"),
                                    QgsCoordinateReferenceSystem("EPSG:3857"),
                                    QgsCoordinateTransformContext());
  QgsGeometry point = QgsGeometry::fromWkt("Point (179.99 10)");
  const QgsGeometry input = point;
  ASSERT_EQ(point.transform(into), Qgis::GeometryOperationResult::Success);
  auto buffer = bufferOf(point, metres(20000), "EPSG:3857");
  ASSERT_TRUE(buffer.ok()) << buffer.status();
  EXPECT_EQ(buffer->constGet()->partCount(), 2);
  ASSERT_EQ(buffer->transform(into, Qgis::TransformDirection::Reverse),
            Qgis::GeometryOperationResult::Success);
  EXPECT_NEAR(buffer->boundingBox().width(), 360, 1e-6);
}

TEST(MetresOfShapes, APolarCrsIsNotCutAtAll) {
  const auto circle =
      bufferOf(QgsGeometry::fromWkt("Point (1000 2000)"), metres(50000), "EPSG:3995");
  ASSERT_TRUE(circle.ok()) << circle.status();
  EXPECT_EQ(circle->constGet()->partCount(), 1);
  EXPECT_EQ(circle->constGet()->nCoordinates(), 257);
}

TEST(MetresOfShapes, CapsJoinsAndSidesAreThoseOfQgis) {
  BufferOptions flat = metres(1000);
  flat.cap_style = CapStyle::kFlat;
  const QgsGeometry line = QgsGeometry::fromWkt("LineString (8 47, 8 47.1)");
  const double length = 11118.8;  // A tenth of a degree of the meridian there.
  const auto area = [](const QgsGeometry& geometry) {
    QgsDistanceArea measure;
    measure.setEllipsoid("EPSG:7030");
    return measure.measureArea(geometry);
  };
  EXPECT_NEAR(area(*bufferOf(line, flat)) / (length * 2000), 1, 1e-3);
  BufferOptions left = metres(1000);
  left.side = Side::kLeft;
  const auto on_left = bufferOf(line, left);
  ASSERT_TRUE(on_left.ok()) << on_left.status();
  EXPECT_NEAR(area(*on_left) / (length * 1000), 1, 1e-3);
  EXPECT_LE(on_left->boundingBox().xMaximum(), 8 + 1e-9);
}

TEST(MetresOfShapes, WhatCannotBeRightIsRefused) {
  BufferOptions mitre = metres(1000);
  mitre.join_style = JoinStyle::kMitre;
  BufferOptions left = metres(1000);
  left.side = Side::kLeft;
  const std::string wide = "LineString (0 0, 20 0)";
  EXPECT_EQ(refusal(wide, mitre), "FEATURE_TOO_WIDE");
  EXPECT_EQ(refusal(wide, left), "FEATURE_TOO_WIDE");
  EXPECT_EQ(refusal(box(-180, -90, 180, -65), mitre), "FEATURE_TOO_WIDE");
  const BufferOptions round = metres(1000);
  EXPECT_EQ(refusal("LineString (179 0, -179 0)", round), "ANTIMERIDIAN_EDGE");
  EXPECT_EQ(refusal("Polygon ((-180 -60, 180 -60, 180 60, -180 60, -180 -60))", round),
            "ANTIMERIDIAN_EDGE");
  EXPECT_EQ(refusal("Point (0 91)", round), "INVALID_GEOMETRY");
  EXPECT_EQ(refusal("Point (500 0)", round), "INVALID_GEOMETRY");
  EXPECT_EQ(refusal("Polygon ((0 0, 40 40, 40 0, 0 40, 0 0))", round), "INVALID_GEOMETRY");
  for (const char* nowhere : {"Point (5e7 5e7)", "MultiPoint ((5e7 5e7), (4e6 3e6))",
                              "LineString (5e7 5e7, 6e7 6e7)", "LineString (4e6 3e6, 6e7 6e7)"}) {
    EXPECT_EQ(refusal(nowhere, round, "EPSG:3035"), "TRANSFORM_FAILED") << nowhere;
  }
}

TEST(MetresOfShapes, ACrsWithoutDegreesOfTheEarthIsRefused) {
  const std::string local =
      "ENGCRS[\"site\",EDATUM[\"mark\"],CS[Cartesian,2],AXIS[\"x\",east],AXIS[\"y\",north],"
      "LENGTHUNIT[\"metre\",1]]";
  EXPECT_EQ(refusal("Point (1 1)", metres(10), local), "INVALID_CRS");
  EXPECT_EQ(refusal("Point (1 1)", metres(10), "EPSG:4807"), "INVALID_CRS");  // Grads.
  EXPECT_EQ(refusal("Point (1 1)", metres(10)), "OK");
}

TEST(MetresOfShapes, ADistanceFieldCountsMetresToo) {
  Schema schema;
  schema.crs = "EPSG:4326";
  schema.fields = {{"reach", FieldType::kInteger64}};
  BufferOptions options = metres(0);
  options.distance.reset();
  options.distance_field = "reach";
  const QgsGeometry point = QgsGeometry::fromWkt("Point (8 47)");
  auto result = bufferRows(schema, {{1, geometryToWkb(point), {int64_t{500}}}}, options);
  ASSERT_TRUE(result.ok()) << result.status();
  expectTrue(point, geometryFromWkb(result->rows.at(0).wkb), 500);
  result = bufferRows(schema, {{1, geometryToWkb(point), {int64_t{5000001}}}}, options);
  EXPECT_EQ(errorDetail(result.status()).reason, "DISTANCE_OUT_OF_RANGE");
}

}  // namespace
}  // namespace geotask::testing
