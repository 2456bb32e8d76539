// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows written by Output and read by LocalInput are the same rows, as far as each format can say.
#include "cli/data_support.h"

namespace geotask::cli {
namespace {

class RoundTrip : public DataTest {
 protected:
  std::vector<v1::Feature> through(const std::string& file, const v1::Schema& schema,
                                   const std::vector<v1::Feature>& rows) {
    writeOutput({path(file)}, schema, rows);
    const auto input = openInput(path(file));
    if (!input) return {};
    schema_ = input->schema();
    return rowsOf(*input);
  }

  v1::Schema schema_;  // As read back.
};

v1::Value text(const std::string& text) {
  v1::Value value;
  value.set_string_value(text);
  return value;
}
v1::Value integer(int64_t number) {
  v1::Value value;
  value.set_integer_value(number);
  return value;
}
v1::Value number(double number) {
  v1::Value value;
  value.set_double_value(number);
  return value;
}
v1::Value boolean(bool truth) {
  v1::Value value;
  value.set_bool_value(truth);
  return value;
}
v1::Value binary(const std::string& bytes) {
  v1::Value value;
  value.set_binary_value(bytes);
  return value;
}

const v1::Value kNull;

// A field of each type, a row of values and a row of nulls.
v1::Schema allTypes() {
  return schemaOf("Point", {{"bool", v1::FIELD_TYPE_BOOLEAN},
                            {"int", v1::FIELD_TYPE_INTEGER},
                            {"big", v1::FIELD_TYPE_INTEGER64},
                            {"real", v1::FIELD_TYPE_DOUBLE},
                            {"text", v1::FIELD_TYPE_STRING},
                            {"date", v1::FIELD_TYPE_DATE},
                            {"time", v1::FIELD_TYPE_TIME},
                            {"moment", v1::FIELD_TYPE_DATETIME},
                            {"bytes", v1::FIELD_TYPE_BINARY},
                            {"json", v1::FIELD_TYPE_JSON}});
}

std::vector<v1::Feature> allValues() {
  return {rowOf(5, "POINT (1 2)",
                {boolean(true), integer(-7), integer(9007199254740993), number(0.1),
                 text("Zürich \"1\""), text("2024-02-29"), text("13:45:30"),
                 text("2024-02-29T13:45:30.250Z"), binary(std::string("\0\xff", 2)),
                 text(R"({"a":[1,2]})")}),
          rowOf(9, "", std::vector<v1::Value>(10, kNull))};
}

std::vector<std::string> valuesOf(const v1::Feature& row) {
  std::vector<std::string> texts;
  for (const v1::Value& value : row.attributes()) texts.push_back(value.ShortDebugString());
  return texts;
}

void expectSame(const std::vector<v1::Feature>& read, const std::vector<v1::Feature>& written) {
  ASSERT_EQ(read.size(), written.size());
  for (size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].id(), written[i].id());
    EXPECT_EQ(wktOf(read[i]), wktOf(written[i]));
    EXPECT_EQ(valuesOf(read[i]), valuesOf(written[i]));
  }
}

TEST_F(RoundTrip, GeoPackageKeepsValuesNullsAndIds) {
  expectSame(through("a.gpkg", allTypes(), allValues()), allValues());
  EXPECT_EQ(schema_.crs(), "EPSG:4326");
  EXPECT_EQ(schema_.fields(0).type(), v1::FIELD_TYPE_BOOLEAN);
  EXPECT_EQ(schema_.fields(7).type(), v1::FIELD_TYPE_DATETIME);
}

TEST_F(RoundTrip, GeoJsonKeepsValuesNullsAndIds) {
  std::vector<v1::Feature> expected = allValues();
  // GeoJSON has no bytes: they are written in base64.
  *expected[0].mutable_attributes(8) = text("AP8=");
  const auto read = through("a.geojson", allTypes(), allValues());
  ASSERT_EQ(read.size(), 2u);
  // JSON is written as JSON, not as a text, and spaced as GDAL likes.
  EXPECT_EQ(read[0].attributes(9).string_value(), R"({ "a": [ 1, 2 ] })");
  *expected[0].mutable_attributes(9) = read[0].attributes(9);
  expectSame(read, expected);
}

TEST_F(RoundTrip, FlatGeobufKeepsValuesAndHasNoPlaceForRowsWithoutGeometry) {
  auto output = Output::create({path("a.fgb")});
  ASSERT_TRUE(output.ok());
  ASSERT_TRUE((*output)->begin(allTypes()).ok());
  for (const v1::Feature& row : allValues()) ASSERT_TRUE((*output)->add(row).ok());
  ASSERT_TRUE((*output)->finish().ok());
  EXPECT_EQ((*output)->leftOut(), 1u);
  const auto read = rowsOf(*openInput(path("a.fgb")));
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(wktOf(read[0]), "POINT (1 2)");
  v1::Feature expected = allValues()[0];
  // FlatGeobuf has moments and no dates.
  *expected.mutable_attributes(5) = text("2024-02-29T00:00:00");
  EXPECT_EQ(valuesOf(read[0]), valuesOf(expected));
}

TEST_F(RoundTrip, CsvKeepsGeometryAsWkt) {
  const auto read = through("a.csv", allTypes(), allValues());
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(wktOf(read[0]), "POINT (1 2)");
  EXPECT_EQ(read[0].attributes(5).string_value(), "Zürich \"1\"");
}

TEST_F(RoundTrip, ShapefileKeepsWhatItCan) {
  const v1::Schema schema =
      schemaOf("Point", {{"big", v1::FIELD_TYPE_INTEGER64}, {"moment", v1::FIELD_TYPE_DATETIME}});
  const auto read =
      through("a.shp", schema,
              {rowOf(0, "POINT (1 2)", {integer(123456789012), text("2024-02-29T13:45:30Z")}),
               rowOf(1, "", {kNull, kNull})});
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(wktOf(read[0]), "POINT (1 2)");
  EXPECT_EQ(read[0].attributes(0).integer_value(), 123456789012);
  EXPECT_EQ(read[0].attributes(1).string_value(), "2024-02-29T13:45:30Z");
  EXPECT_FALSE(read[1].has_wkb());
  EXPECT_EQ(read[1].attributes(0).kind_case(), v1::Value::KIND_NOT_SET);
}

TEST_F(RoundTrip, GeoPackageKeepsEveryGeometryType) {
  for (const char* wkt :
       {"POINT Z (1 2 3)", "POINT M (1 2 3)", "POINT ZM (1 2 3 4)", "LINESTRING (0 0,1 1)",
        "POLYGON ((0 0,0 1,1 1,0 0))", "MULTIPOINT ((0 0),(1 1))", "MULTILINESTRING ((0 0,1 1))",
        "GEOMETRYCOLLECTION (POINT (0 0),LINESTRING (0 0,1 1))", "CIRCULARSTRING (0 0,1 1,2 0)",
        "CURVEPOLYGON (CIRCULARSTRING (0 0,1 1,2 0,1 -1,0 0))", "POLYGON EMPTY"}) {
    const auto read = through("geometry.gpkg", schemaOf("Geometry"), {rowOf(1, wkt)});
    ASSERT_EQ(read.size(), 1u) << wkt;
    EXPECT_EQ(wktOf(read[0]), wkt);
    std::filesystem::remove(path("geometry.gpkg"));
  }
}

TEST_F(RoundTrip, TableWithoutGeometryStaysOne) {
  const auto read =
      through("table.gpkg", schemaOf("NoGeometry", {{"a", v1::FIELD_TYPE_INTEGER}}, ""),
              {rowOf(4, "", {integer(2)})});
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(schema_.geometry_type(), "NoGeometry");
  EXPECT_EQ(read[0].id(), 4);
}

TEST_F(RoundTrip, CrsWithoutACodeTravelsAsWkt2) {
  const std::string crs = "+proj=laea +lat_0=12.5 +lon_0=3.25 +datum=WGS84 +units=m";
  through("a.gpkg", schemaOf("Point", {}, crs), {rowOf(1, "POINT (1 2)")});
  EXPECT_EQ(schema_.crs().substr(0, 8), "PROJCRS[");
}

}  // namespace
}  // namespace geotask::cli
