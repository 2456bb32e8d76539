// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows become a layer and rows again.
#include "qgis/processing/layer_rows.h"

#include <gmock/gmock.h>
#include <qgsgeometry.h>
#include <qgsvectorlayer.h>

#include <limits>

#include "domain/errors.h"
#include "qgis/geometry.h"
#include "qgis/processing/crs_text.h"

namespace geotask::testing {
namespace {

std::string wkb(const char* wkt) {
  return *geometryToWkb(QgsGeometry::fromWkt(QString::fromLatin1(wkt)));
}

std::vector<Feature> rowsOf(const QgsVectorLayer& layer) {
  std::vector<Feature> rows;
  EXPECT_TRUE(readLayer(layer, [&](Feature&& row) {
                rows.push_back(std::move(row));
                return absl::OkStatus();
              }).ok());
  return rows;
}

std::vector<Feature> throughALayer(const Schema& schema, const std::vector<Feature>& rows,
                                   Schema* seen = nullptr) {
  LayerBuilder builder(schema, "drawn");
  for (const Feature& row : rows) {
    const absl::Status added = builder.add(row);
    EXPECT_TRUE(added.ok()) << added;
  }
  const std::shared_ptr<QgsVectorLayer> layer = builder.finish();
  EXPECT_EQ(layer->name(), "drawn");
  if (seen != nullptr) *seen = layerSchema(*layer);
  return rowsOf(*layer);
}

TEST(LayerRows, EveryTypeOfFieldComesBack) {
  const Schema schema{{{"flag", FieldType::kBoolean},
                       {"small", FieldType::kInteger},
                       {"big", FieldType::kInteger64},
                       {"real", FieldType::kDouble},
                       {"text", FieldType::kString},
                       {"day", FieldType::kDate},
                       {"hour", FieldType::kTime},
                       {"moment", FieldType::kDateTime},
                       {"bytes", FieldType::kBinary}},
                      "PointZM",
                      "EPSG:3857"};
  Feature row;
  row.id = 1;
  row.wkb = wkb("PointZM (1 2 3 4)");
  row.attributes = {true,
                    int64_t{-7},
                    std::numeric_limits<int64_t>::max(),
                    0.1,
                    std::string("Zürich"),
                    std::string("2024-02-29"),
                    std::string("12:30:00.250"),
                    std::string("2024-02-29T12:30:00Z"),
                    Binary{std::string("\0\1", 2)}};
  Feature nulls;
  nulls.id = 2;
  nulls.attributes.resize(row.attributes.size());
  Schema seen;
  const std::vector<Feature> rows = throughALayer(schema, {row, nulls}, &seen);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].wkb, row.wkb);
  EXPECT_TRUE(rows[0].attributes == row.attributes);
  EXPECT_FALSE(rows[1].wkb.has_value());
  EXPECT_TRUE(rows[1].attributes == nulls.attributes);
  EXPECT_EQ(rows[0].id, 1);
  EXPECT_EQ(rows[1].id, 2);
  EXPECT_EQ(seen.geometry_type, "PointZM");
  EXPECT_EQ(seen.crs, "EPSG:3857");
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    EXPECT_EQ(seen.fields[i].name, schema.fields[i].name);
    EXPECT_EQ(seen.fields[i].type, schema.fields[i].type) << schema.fields[i].name;
  }
}

TEST(LayerRows, JsonKeepsItsMeaning) {
  const Schema schema{{{"json", FieldType::kJson}}, "NoGeometry", ""};
  Feature row;
  row.attributes = {std::string(R"({"a":[1,2]})")};
  const std::vector<Feature> rows = throughALayer(schema, {row});
  EXPECT_EQ(std::get<std::string>(rows[0].attributes[0]), R"({"a":[1,2]})");
}

TEST(LayerRows, ATableHasNeitherGeometryNorCrs) {
  Schema seen;
  throughALayer({{{"n", FieldType::kInteger}}, "NoGeometry", ""}, {}, &seen);
  EXPECT_EQ(seen.geometry_type, "NoGeometry");
  EXPECT_EQ(seen.crs, "");
}

TEST(LayerRows, ACrsThatHasNoCodeIsKept) {
  const std::string wkt =
      crsText(QgsCoordinateReferenceSystem::fromProj("+proj=laea +lat_0=47 +lon_0=8"));
  Schema seen;
  throughALayer({{}, "Point", wkt}, {}, &seen);
  EXPECT_THAT(seen.crs, ::testing::HasSubstr("Lambert Azimuthal Equal Area"));
}

TEST(LayerRows, RowsWithoutCrsGetNone) {
  for (const char* type : {"Point", "MultiPolygon", "GeometryCollection"}) {
    Schema seen;
    throughALayer({{}, type, ""}, {}, &seen);
    EXPECT_EQ(seen.crs, "") << type;
  }
}

TEST(LayerRows, CollectionsKeepTheirCrs) {
  Schema seen;
  throughALayer({{}, "GeometryCollection", "EPSG:3857"}, {}, &seen);
  EXPECT_EQ(seen.crs, "EPSG:3857");
}

TEST(LayerRows, AnOpenTypeIsThatOfTheRows) {
  Feature one;
  one.wkb = wkb("Polygon ((0 0, 1 0, 1 1, 0 0))");
  Feature many;
  many.wkb = wkb("MultiPolygonZ (((0 0 1, 1 0 1, 1 1 1, 0 0 1)))");
  Schema seen;
  const std::vector<Feature> rows = throughALayer({{}, "Geometry", ""}, {one, many}, &seen);
  EXPECT_EQ(seen.geometry_type, "MultiPolygonZ");
  EXPECT_EQ(rows[0].wkb, one.wkb);
  EXPECT_EQ(rows[1].wkb, many.wkb);
}

TEST(LayerRows, PointsAndLinesAreNoLayer) {
  LayerBuilder builder({{}, "Geometry", ""}, "mixed");
  Feature point;
  point.wkb = wkb("Point (1 2)");
  Feature line;
  line.wkb = wkb("LineString (0 0, 1 1)");
  EXPECT_TRUE(builder.add(point).ok());
  EXPECT_EQ(errorDetail(builder.add(line)).reason, "INVALID_GEOMETRY");
}

TEST(LayerRows, OfAnOpenTypeWithoutGeometriesAreATable) {
  for (const std::vector<Feature>& rows : {std::vector<Feature>{}, std::vector<Feature>{{}}}) {
    Schema seen;
    EXPECT_EQ(throughALayer({{}, "Geometry", ""}, rows, &seen).size(), rows.size());
    EXPECT_EQ(seen.geometry_type, "NoGeometry");
  }
}

TEST(LayerRows, LengthsAndPrecisionsAreKept) {
  Schema seen;
  throughALayer({{{"name", FieldType::kString, 40, 0}, {"price", FieldType::kDouble, 12, 2}},
                 "NoGeometry",
                 ""},
                {}, &seen);
  EXPECT_EQ(seen.fields[0].length, 40);
  EXPECT_EQ(seen.fields[1].length, 12);
  EXPECT_EQ(seen.fields[1].precision, 2);
}

TEST(LayerRows, AFailureEndsTheReading) {
  LayerBuilder builder({{}, "NoGeometry", ""}, "three");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(builder.add({}).ok());
  int seen = 0;
  const absl::Status status = readLayer(*builder.finish(), [&](Feature&&) {
    return ++seen == 2 ? absl::CancelledError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace geotask::testing
