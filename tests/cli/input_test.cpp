// SPDX-License-Identifier: GPL-2.0-or-later
//
// What local data becomes on its way to the server.
#include <gmock/gmock.h>

#include "cli/data_support.h"

namespace geotask::cli {
namespace {

using testing::HasSubstr;

class LocalInputTest : public DataTest {};

TEST_F(LocalInputTest, GeoJsonKeepsItsIdsAndIsInEpsg4326) {
  const auto input = openInput(write("a.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","id":7,"properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[8,47]}},
    {"type":"Feature","id":3,"properties":{"name":null},"geometry":null}]})"));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->schema().crs(), "EPSG:4326");
  EXPECT_EQ(input->schema().geometry_type(), "Point");
  const auto rows = rowsOf(*input);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id(), 7);
  EXPECT_EQ(wktOf(rows[0]), "POINT (8 47)");
  EXPECT_EQ(rows[0].attributes(0).string_value(), "a");
  EXPECT_EQ(rows[1].id(), 3);
  EXPECT_FALSE(rows[1].has_wkb());
  EXPECT_EQ(rows[1].attributes(0).kind_case(), v1::Value::KIND_NOT_SET);
}

TEST_F(LocalInputTest, CanBeReadAgainFromTheFirstRow) {
  const auto input = openInput(write("a.csv", "id,WKT\n1,POINT (1 1)\n2,POINT (2 2)\n"));
  ASSERT_TRUE(input);
  ASSERT_EQ(rowsOf(*input).size(), 2u);
  input->rewind();
  EXPECT_EQ(rowsOf(*input).size(), 2u);
}

TEST_F(LocalInputTest, ListsBecomeJson) {
  const auto input = openInput(write("a.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"tags":["x","y"],"sizes":[1,2]},"geometry":null}]})"));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->schema().fields(0).type(), v1::FIELD_TYPE_JSON);
  const auto rows = rowsOf(*input);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].attributes(0).string_value(), R"(["x","y"])");
  EXPECT_EQ(rows[0].attributes(1).string_value(), "[1,2]");
}

TEST_F(LocalInputTest, TheGivenCrsStandsInPlaceOfTheFilesOwn) {
  const std::string file = write("a.geojson", R"({"type":"Point","coordinates":[600000,200000]})");
  EXPECT_EQ(openInput(file, "EPSG:21781")->schema().crs(), "EPSG:21781");
}

TEST_F(LocalInputTest, AFileOfSeveralLayersMustBeToldWhich) {
  writeOutput({path("two.gpkg"), "lakes"}, schemaOf("Point"), {rowOf(1, "POINT (1 1)")});
  GDALDatasetUniquePtr dataset(GDALDataset::Open(path("two.gpkg").c_str(), GDAL_OF_UPDATE));
  ASSERT_TRUE(dataset);
  dataset->CreateLayer("rivers", nullptr, wkbLineString);
  dataset.reset();

  const auto input = LocalInput::open(*parseInput(path("two.gpkg")), "");
  ASSERT_FALSE(input.ok());
  EXPECT_THAT(input.error().message, HasSubstr("lakes, rivers"));
  const auto near = LocalInput::open(*parseInput(path("two.gpkg") + "|lake"), "");
  ASSERT_FALSE(near.ok());
  EXPECT_THAT(near.error().remedy, HasSubstr("|lakes"));
  EXPECT_EQ(openInput(path("two.gpkg") + "|rivers")->schema().geometry_type(), "LineString");
}

TEST_F(LocalInputTest, AMissingFileIsSaidToBeMissing) {
  const auto input = LocalInput::open(*parseInput(path("none.gpkg")), "");
  ASSERT_FALSE(input.ok());
  EXPECT_THAT(input.error().message, HasSubstr("There is no file"));
  EXPECT_EQ(input.error().code, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LocalInputTest, AShapefilesPolygonsAreMultiAsInQgis) {
  const std::string square = "POLYGON ((0 0,0 1,1 1,1 0,0 0))";
  writeOutput({path("a.shp")}, schemaOf("Polygon"), {rowOf(0, square)});
  const auto input = openInput(path("a.shp"));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->schema().geometry_type(), "MultiPolygon");
  EXPECT_EQ(input->schema().crs(), "EPSG:4326");
  const auto rows = rowsOf(*input);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(wktOf(rows[0]), "MULTIPOLYGON (((0 0,0 1,1 1,1 0,0 0)))");
}

TEST_F(LocalInputTest, GmlInLatitudeLongitudeOrderArrivesXFirst) {
  const auto input = openInput(write("a.gml", R"(<?xml version="1.0"?>
    <c xmlns="http://x" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><p>
    <g><gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>47 8</gml:pos></gml:Point></g>
    </p></gml:featureMember></c>)"));
  ASSERT_TRUE(input);
  const auto rows = rowsOf(*input);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(wktOf(rows[0]), "POINT (8 47)");
}

}  // namespace
}  // namespace geotask::cli
