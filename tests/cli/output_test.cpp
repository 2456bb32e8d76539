// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a result becomes a file: by the file's ending, whole or not at all.
#include <gmock/gmock.h>

#include <sstream>

#include "cli/data_support.h"

namespace geotask::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

v1::Value integer(int64_t number) {
  v1::Value value;
  value.set_integer_value(number);
  return value;
}

class OutputTest : public DataTest {
 protected:
  std::string textOf(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }
};

TEST_F(OutputTest, NothingRemainsOfAResultThatWasNotFinished) {
  {
    auto output = Output::create({path("a.gpkg")});
    ASSERT_TRUE(output.ok());
    ASSERT_TRUE((*output)->begin(schemaOf("Point")).ok());
    ASSERT_TRUE((*output)->add(rowOf(1, "POINT (1 1)")).ok());
  }
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(OutputTest, NothingIsMadeBeforeThereIsSomethingToWrite) {
  auto output = Output::create({path("a.gpkg")});
  ASSERT_TRUE(output.ok());
  ASSERT_TRUE((*output)->begin(schemaOf("Point")).ok());
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(OutputTest, WhatIsDiscardedIsGoneAtOnce) {
  auto output = Output::create({path("a.gpkg")});
  ASSERT_TRUE(output.ok());
  ASSERT_TRUE((*output)->begin(schemaOf("Point")).ok());
  ASSERT_TRUE((*output)->add(rowOf(1, "POINT (1 1)")).ok());
  (*output)->discard();
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(OutputTest, AnExistingFileNeedsOverwrite) {
  write("a.geojson", "precious");
  const auto refused = Output::create({path("a.geojson")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_THAT(refused.error().remedy, HasSubstr("--overwrite"));
  EXPECT_EQ(textOf("a.geojson"), "precious");
  writeOutput({path("a.geojson"), "", true}, schemaOf("Point"), {rowOf(1, "POINT (1 1)")});
  EXPECT_THAT(textOf("a.geojson"), HasSubstr("FeatureCollection"));
}

TEST_F(OutputTest, AShapefileIsPutInItsPlaceWithAllItsParts) {
  writeOutput({path("a.shp")}, schemaOf("Point"), {rowOf(0, "POINT (1 1)")});
  EXPECT_THAT(files(), UnorderedElementsAre("a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg"));
}

TEST_F(OutputTest, AnUnknownEndingIsRefusedWithTheUsualOnes) {
  for (const char* name : {"a.docx", "a"}) {
    const auto output = Output::create({path(name)});
    ASSERT_FALSE(output.ok());
    EXPECT_EQ(output.error().code, grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(output.error().remedy, HasSubstr(".gpkg"));
  }
}

TEST_F(OutputTest, AFolderThatDoesNotExistIsRefusedBeforeAnythingIsDone) {
  EXPECT_FALSE(Output::create({path("none/a.gpkg")}).ok());
}

TEST_F(OutputTest, AResultWithoutRowsIsALayerWithoutRows) {
  writeOutput({path("a.gpkg")}, schemaOf("MultiPolygon", {{"a", v1::FIELD_TYPE_INTEGER}}), {});
  const auto input = openInput(path("a.gpkg"));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->schema().geometry_type(), "MultiPolygon");
  EXPECT_EQ(input->schema().fields_size(), 1);
  EXPECT_THAT(rowsOf(*input), IsEmpty());
}

TEST_F(OutputTest, AGeoPackagesFidFieldIsTheIdWhenItHoldsTheId) {
  const v1::Schema schema = schemaOf("Point", {{"fid", v1::FIELD_TYPE_INTEGER64}});
  writeOutput({path("a.gpkg")}, schema,
              {rowOf(7, "POINT (1 1)", {integer(7)}), rowOf(9, "POINT (1 1)", {integer(9)})});
  const auto rows = rowsOf(*openInput(path("a.gpkg")));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id(), 7);
  EXPECT_EQ(rows[1].id(), 9);
}

TEST_F(OutputTest, AFidFieldOfItsOwnIsKeptBesideTheId) {
  const v1::Schema schema = schemaOf("Point", {{"fid", v1::FIELD_TYPE_INTEGER64}});
  writeOutput({path("a.gpkg")}, schema, {rowOf(7, "POINT (1 1)", {integer(100)})});
  const auto rows = rowsOf(*openInput(path("a.gpkg")));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].id(), 7);
  EXPECT_EQ(rows[0].attributes(0).integer_value(), 100);
}

TEST_F(OutputTest, IdsThatRepeatAreNumberedAnewWhereTheyMustNot) {
  OutputOptions options{path("a.gpkg")};
  options.ids_repeat = true;
  writeOutput(options, schemaOf("Point", {{"fid", v1::FIELD_TYPE_INTEGER64}}),
              {rowOf(7, "POINT (1 1)", {integer(7)}), rowOf(7, "POINT (2 2)", {integer(7)})});
  const auto rows = rowsOf(*openInput(path("a.gpkg")));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_NE(rows[0].id(), rows[1].id());
  EXPECT_EQ(rows[1].attributes(0).integer_value(), 7);
}

TEST_F(OutputTest, GeoJsonFilesKeepTheirCrs) {
  writeOutput({path("a.geojson")}, schemaOf("Point", {}, "EPSG:3857"),
              {rowOf(1, "POINT (1000 2000)")});
  const auto input = openInput(path("a.geojson"));
  EXPECT_EQ(input->schema().crs(), "EPSG:3857");
  EXPECT_EQ(wktOf(rowsOf(*input)[0]), "POINT (1000 2000)");
}

TEST_F(OutputTest, GeoJsonKeepsCoordinatesOfFullPrecision) {
  writeOutput({path("a.geojson")}, schemaOf("Point"), {rowOf(1, "POINT (0.123456789012345 47)")});
  EXPECT_THAT(textOf("a.geojson"), HasSubstr("0.123456789012345"));
}

}  // namespace
}  // namespace geotask::cli
