// SPDX-License-Identifier: GPL-2.0-or-later
//
// Our buffers of geometries drawn by hand are those of QGIS's own algorithms, byte for byte.
#include <gtest/gtest.h>
#include <qgsvectorlayer.h>
#include <qgswkbtypes.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/errors.h"
#include "native_algorithm.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

struct Drawn {
  const char* name;
  const char* layer_type;         // A layer that can hold them.
  std::vector<const char*> rows;  // WKT; null for a null geometry.
};

const std::vector<Drawn>& drawings() {
  static const std::vector<Drawn> kDrawings = {
      {"Points", "Point", {"Point (1 2)", "Point (5 2)", "Point Empty"}},
      {"PointsWithZ", "PointZ", {"PointZ (1 2 30)"}},
      {"PointsWithM", "PointM", {"PointM (1 2 7)"}},
      {"PointsWithZM", "PointZM", {"PointZM (1 2 30 7)"}},
      {"MultiPoints", "MultiPoint", {"MultiPoint ((0 0),(1 0),(9 9))", "MultiPoint Empty"}},
      {"Lines", "LineString", {"LineString (0 0, 4 0, 4 3)", "LineString (0 0, 1 1, 0 1, 1 0)"}},
      {"ClosedLine", "LineString", {"LineString (0 0, 4 0, 4 4, 0 4, 0 0)"}},
      {"LinesWithoutLength",
       "MultiLineString",
       {"MultiLineString ((1 1, 1 1))", "MultiLineString ((1 1, 1 1),(2 2, 2 2, 2 2))",
        "MultiLineString ((1 1, 1 1),(0 3, 3 3))"}},
      {"CrossingLines",
       "MultiLineString",
       {"MultiLineString ((0 0, 4 4),(0 4, 4 0),(0 2, 4 2))",
        "MultiLineString ((0 0, 1 1, 0 1, 1 0, 5 5, 5 0, 0 5),(9 9, 20 9))"}},
      {"LinesWithZM", "LineStringZM", {"LineStringZM (0 0 1 5, 4 0 2 6, 4 3 3 7)"}},
      {"MultiLines", "MultiLineString", {"MultiLineString ((0 0, 3 0),(0 1, 3 1),(8 8, 9 9))"}},
      {"Polygons", "Polygon", {"Polygon ((0 0, 8 0, 8 8, 0 8, 0 0),(2 2, 6 2, 6 6, 2 6, 2 2))"}},
      {"PolygonsWithZ", "PolygonZ", {"PolygonZ ((0 0 1, 8 0 2, 8 8 3, 0 8 4, 0 0 1))"}},
      {"MultiPolygons",
       "MultiPolygon",
       {"MultiPolygon (((0 0, 2 0, 2 2, 0 2, 0 0)),((5 0, 7 0, 7 2, 5 2, 5 0)))",
        "MultiPolygon Empty"}},
      {"BowTieAndOverlappingParts",
       "MultiPolygon",
       {"MultiPolygon (((0 0, 4 4, 4 0, 0 4, 0 0)))",
        "MultiPolygon (((0 0, 4 0, 4 4, 0 4, 0 0)),((2 2, 6 2, 6 6, 2 6, 2 2)))"}},
      {"Curves", "CompoundCurve", {"CompoundCurve (CircularString (0 0, 1 1, 2 0),(2 0, 4 0))"}},
      {"ManyArcs",
       "MultiCurve",
       {"MultiCurve (CircularString (0 0, 1 1, 2 0, 3 -1, 4 0, 5 3, 6 0, 6 0, 8 0, 9 0, 10 0))",
        "MultiCurve ((0 9, 4 9), CompoundCurve ((0 5, 1 5), CircularString (1 5, 2 6, 3 5, 2 4, "
        "1 5), (1 5, 9 5)))"}},
      {"CurvedPolygons",
       "CurvePolygon",
       {"CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0))",
        "CurvePolygon (CompoundCurve (CircularString (0 0, 4 4, 8 0), (8 0, 8 -6, 0 -6, 0 0)), "
        "CircularString (3 0, 4 1, 5 0, 4 -1, 3 0), (1 -1, 2 -1, 2 -2, 1 -1))"}},
      {"CurvedMultiPolygons",
       "MultiSurface",
       {"MultiSurface (CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0)), "
        "((9 0, 11 0, 11 2, 9 0)))"}},
      {"CurvesWithZM",
       "CircularStringZM",
       {"CircularStringZM (0 0 1 9, 1 1 2 8, 2 0 3 7, 3 -1 4 6, 4 0 5 5)"}},
      {"RowsWithoutGeometry", "Polygon", {nullptr, "Polygon ((0 0, 1 0, 1 1, 0 1, 0 0))", nullptr}},
  };
  return kDrawings;
}

// The same rows for both sides: as a memory layer, and as rows with their WKB.
struct Rows {
  std::unique_ptr<QgsVectorLayer> layer;
  Schema schema;
  FeatureBatch batch;
};

Rows draw(const Drawn& drawn) {
  Rows rows;
  rows.layer = std::make_unique<QgsVectorLayer>(
      QStringLiteral("%1?crs=EPSG:3857&field=name:string&field=size:double").arg(drawn.layer_type),
      "drawn", "memory");
  rows.schema.fields = {{"name", FieldType::kString, 0, 0}, {"size", FieldType::kDouble, 0, 0}};
  rows.schema.crs = "EPSG:3857";
  QgsFeatureList features;
  int64_t id = 0;
  for (const char* wkt : drawn.rows) {
    const std::string name = "row " + std::to_string(++id);
    QgsFeature feature(rows.layer->fields(), id);
    feature.setAttributes(QgsAttributes()
                          << QString::fromStdString(name) << 1.5 * static_cast<double>(id));
    Feature row{id, std::nullopt, {name, 1.5 * static_cast<double>(id)}};
    if (wkt != nullptr) {
      const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
      EXPECT_FALSE(geometry.isNull()) << wkt;
      feature.setGeometry(geometry);
      row.wkb = geometryToWkb(geometry);
    }
    features << feature;
    rows.batch.push_back(row);
  }
  rows.layer->dataProvider()->addFeatures(features);
  EXPECT_EQ(rows.layer->featureCount(), static_cast<long long>(drawn.rows.size()));
  return rows;
}

std::string wktOf(const std::optional<std::string>& wkb) {
  if (!wkb) return "null";
  QgsGeometry geometry;
  geometry.fromWkb(QByteArray::fromStdString(*wkb));
  return geometry.asWkt(6).toStdString();
}

void expectSame(const Drawn& drawn, const BufferOptions& options) {
  SCOPED_TRACE(drawn.name);
  Rows rows = draw(drawn);
  const std::vector<QgsFeature> expected = runNativeBuffer(*rows.layer, options);
  absl::StatusOr<WorkResult> actual = bufferRows(rows.schema, rows.batch, options);
  ASSERT_TRUE(actual.ok()) << actual.status();
  ASSERT_EQ(actual->rows.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::optional<std::string> wanted = geometryToWkb(expected[i].geometry());
    EXPECT_TRUE(actual->rows[i].wkb == wanted)
        << "ours " << wktOf(actual->rows[i].wkb) << "\nQGIS " << wktOf(wanted);
    const QgsAttributes attributes = expected[i].attributes();
    ASSERT_EQ(attributes.size(), 2);
    EXPECT_EQ(std::get<std::string>(actual->rows[i].attributes[0]),
              attributes[0].toString().toStdString());
    EXPECT_EQ(std::get<double>(actual->rows[i].attributes[1]), attributes[1].toDouble());
  }
}

void expectSameForAll(const BufferOptions& options) {
  for (const Drawn& drawn : drawings()) expectSame(drawn, options);
}

BufferOptions distance(double units) {
  BufferOptions options;
  options.distance = units;
  return options;
}

TEST(BufferIdentity, WithQgisDefaults) { expectSameForAll(distance(1)); }

// They took the way of curves, and polygons of such a type were read as something else.
TEST(BufferIdentity, TypesThatMayHaveCurvesAndHaveNone) {
  std::string ring = "(0 0";
  for (int i = 0; i < 100; ++i) ring += ", " + std::to_string(i) + " " + std::to_string(5 + i % 2);
  ring += ", 100 0, 0 0)";
  const std::string curve = "CurvePolygon (" + ring + ")";
  for (const auto& [type, wkt] : std::vector<std::pair<const char*, std::string>>{
           {"CurvePolygon", curve},
           {"CompoundCurve", "CompoundCurve (" + ring + ")"},
           {"MultiCurve", "MultiCurve (" + ring + ")"},
           {"MultiSurface", "MultiSurface (" + curve + ")"}}) {
    expectSame({type, type, {wkt.c_str()}}, distance(0.1));
  }
}

TEST(BufferIdentity, NegativeDistanceShrinks) { expectSameForAll(distance(-0.5)); }

TEST(BufferIdentity, ZeroDistanceRepairs) { expectSameForAll(distance(0)); }

TEST(BufferIdentity, OneSegmentAndManySegments) {
  for (const int segments : {1, 2, 64}) {
    BufferOptions options = distance(1);
    options.segments = segments;
    expectSameForAll(options);
  }
}

TEST(BufferIdentity, EveryCapAndJoin) {
  for (const CapStyle cap : {CapStyle::kRound, CapStyle::kFlat, CapStyle::kSquare}) {
    for (const JoinStyle join : {JoinStyle::kRound, JoinStyle::kMitre, JoinStyle::kBevel}) {
      BufferOptions options = distance(0.7);
      options.cap_style = cap;
      options.join_style = join;
      options.mitre_limit = 3.5;
      expectSameForAll(options);
    }
  }
}

TEST(BufferIdentity, Dissolved) {
  BufferOptions options = distance(1);
  options.dissolve = true;
  for (const Drawn& drawn : drawings()) {
    // QGIS 3.22 and 3.40 differ where no row has a geometry; ours is 3.40's.
    expectSame(drawn, options);
  }
}

TEST(BufferIdentity, DisjointPartsSeparated) {
  BufferOptions options = distance(0.25);
  options.separate_disjoint = true;
  expectSameForAll(options);
  options.dissolve = true;
  expectSameForAll(options);
}

TEST(BufferIdentity, OneSideOfLines) {
  for (const Drawn& drawn : drawings()) {
    if (std::string(drawn.layer_type).find("Line") == std::string::npos) continue;
    for (const Side side : {Side::kLeft, Side::kRight}) {
      for (const JoinStyle join : {JoinStyle::kRound, JoinStyle::kMitre, JoinStyle::kBevel}) {
        for (const double units : {0.5, 0.0, -0.5}) {
          BufferOptions options = distance(units);
          options.side = side;
          options.join_style = join;
          expectSame(drawn, options);
        }
      }
    }
  }
}

TEST(BufferIdentity, OutputCrsIsThatOfReprojectingAfterwards) {
  const Drawn squares = {"Squares", "Polygon", {"Polygon ((0 0, 9000 0, 9000 9000, 0 9000, 0 0))"}};
  Rows rows = draw(squares);
  BufferOptions options = distance(500);
  const std::vector<QgsFeature> buffered = runNativeBuffer(*rows.layer, options);
  QgsVectorLayer between("MultiPolygon?crs=EPSG:3857", "between", "memory");
  QgsFeature copy;
  copy.setGeometry(buffered.front().geometry());
  between.dataProvider()->addFeature(copy);
  const std::vector<QgsFeature> expected =
      runNative("native:reprojectlayer", between, {{"TARGET_CRS", "EPSG:4326"}});

  options.output_crs = "EPSG:4326";
  absl::StatusOr<WorkResult> actual = bufferRows(rows.schema, rows.batch, options);
  ASSERT_TRUE(actual.ok()) << actual.status();
  EXPECT_EQ(actual->schema.crs, "EPSG:4326");
  EXPECT_TRUE(actual->rows.front().wkb == geometryToWkb(expected.front().geometry()));
}

TEST(BufferIdentity, DistanceFromAField) {
  const Drawn points = {"Points", "Point", {"Point (0 0)", "Point (10 0)"}};
  Rows rows = draw(points);
  BufferOptions options;
  options.distance_field = "size";
  absl::StatusOr<WorkResult> actual = bufferRows(rows.schema, rows.batch, options);
  ASSERT_TRUE(actual.ok()) << actual.status();
  for (size_t i = 0; i < 2; ++i) {
    const double size = std::get<double>(rows.batch[i].attributes[1]);
    const QgsFeature expected = runNativeBuffer(*rows.layer, distance(size))[i];
    EXPECT_TRUE(actual->rows[i].wkb == geometryToWkb(expected.geometry()));
  }
}

TEST(BufferWork, ANullDistanceEndsTheJobAndNamesTheRow) {
  const Drawn points = {"Points", "Point", {"Point (0 0)"}};
  Rows rows = draw(points);
  rows.batch[0].attributes[1] = std::monostate{};
  BufferOptions options;
  options.distance_field = "size";
  absl::StatusOr<WorkResult> result = bufferRows(rows.schema, rows.batch, options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(errorDetail(result.status()).reason, "DISTANCE_IS_NULL");
  EXPECT_NE(result.status().message().find("feature 1"), absl::string_view::npos);

  options.distance = 2;  // Now there is a distance for the rows without one.
  EXPECT_TRUE(bufferRows(rows.schema, rows.batch, options).ok());
}

// PROJ gives infinite coordinates there, and says nothing.
TEST(BufferWork, WhatHasNoPlaceInTheOutputCrsEndsTheJob) {
  Schema schema;
  schema.crs = "EPSG:4326";
  BufferOptions options = distance(1);
  options.output_crs = "EPSG:3857";
  const auto at = [](const char* wkt) {
    return FeatureBatch{{1, geometryToWkb(QgsGeometry::fromWkt(wkt)), {}}};
  };
  EXPECT_TRUE(bufferRows(schema, at("Point (0 0)"), options).ok());
  absl::StatusOr<WorkResult> pole = bufferRows(schema, at("Point (0 -90)"), options);
  ASSERT_FALSE(pole.ok());
  EXPECT_EQ(errorDetail(pole.status()).reason, "TRANSFORM_FAILED");
}

TEST(BufferWork, OneSideOfAPolygonIsRefused) {
  const Drawn square = {"Square", "Polygon", {"Polygon ((0 0, 1 0, 1 1, 0 1, 0 0))"}};
  Rows rows = draw(square);
  BufferOptions options = distance(1);
  options.side = Side::kLeft;
  absl::StatusOr<WorkResult> result = bufferRows(rows.schema, rows.batch, options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(errorDetail(result.status()).reason, "NOT_A_LINE");
}

TEST(BufferWork, AnEmptyInputGivesAnEmptyResult) {
  const Drawn nothing = {"Nothing", "Polygon", {}};
  Rows rows = draw(nothing);
  for (const bool dissolve : {false, true}) {
    BufferOptions options = distance(1);
    options.dissolve = dissolve;
    absl::StatusOr<WorkResult> result = bufferRows(rows.schema, rows.batch, options);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_TRUE(result->rows.empty());
  }
}

}  // namespace
}  // namespace geotask::testing
