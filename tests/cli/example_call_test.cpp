// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/example_call.h"

#include <gtest/gtest.h>

namespace geotask::cli {
namespace {

class ExampleCall : public testing::Test {
 protected:
  ExampleCall() {
    v1::Source* world = info_.add_sources();
    world->set_name("world");
    layer(world, "states", "MultiPolygon", 4556);
    layer(world, "countries", "MultiPolygon", 240);
    layer(world, "nothing", "MultiPolygon", 0);
    layer(world, "borders", "MultiLineString", 46);
    layer(world, "notes", "NoGeometry", 1);
    algorithm_.set_id("native:test");
  }

  static void layer(v1::Source* source, const char* name, const char* geometry_type,
                    uint64_t rows) {
    v1::Layer* layer = source->add_layers();
    layer->set_name(name);
    layer->set_feature_count(rows);
    layer->mutable_schema()->set_geometry_type(geometry_type);
    v1::Field* label = layer->mutable_schema()->add_fields();
    label->set_name("label");
    label->set_type(v1::FIELD_TYPE_STRING);
    v1::Field* size = layer->mutable_schema()->add_fields();
    size->set_name("size");
    size->set_type(v1::FIELD_TYPE_DOUBLE);
  }
  v1::Parameter* add(const char* name, const char* type, const char* data_type = "") {
    v1::Parameter* parameter = algorithm_.add_parameters();
    parameter->set_name(name);
    parameter->set_type(type);
    if (*data_type != 0) parameter->add_data_types(data_type);
    return parameter;
  }
  std::string example() const { return exampleCall(algorithm_, info_); }

  v1::Algorithm algorithm_;
  v1::ServerInfo info_;
};

TEST_F(ExampleCall, NamesWhatMustBeGivenAndNothingElse) {
  add("INPUT", "source", "VectorPolygon");
  add("NOTE", "string")->set_optional(true);
  add("SEGMENTS", "number")->mutable_default_value()->set_number_value(5);
  add("OUTPUT", "sink")->set_destination(true);
  EXPECT_EQ(example(), "geotask run native:test --INPUT=data:world/countries --OUTPUT=test.gpkg");
}

TEST_F(ExampleCall, TakesTheSmallestLayerOfTheServerThatFits) {
  add("LINES", "source", "VectorLine");
  add("ANY", "source", "VectorAnyGeometry");
  add("TABLE", "source", "Vector");
  EXPECT_EQ(example(),
            "geotask run native:test --LINES=data:world/borders --ANY=data:world/borders "
            "--TABLE=data:world/borders")
      << "a layer with geometry, where a table would do too";
}

TEST_F(ExampleCall, NamesALocalFileWhereNoLayerFits) {
  add("POINTS", "source", "VectorPoint");
  add("DEM", "raster", "Raster");
  add("CLOUD", "pointcloud", "PointCloud");
  EXPECT_EQ(example(),
            "geotask run native:test --POINTS=points.gpkg --DEM=raster.tif --CLOUD=points.las");
}

TEST_F(ExampleCall, ChangesNoSourceInPlace) {
  add("INPUT", "vector", "VectorPolygon");
  algorithm_.add_outputs()->set_type("outputVector");
  EXPECT_EQ(example(), "geotask run native:test --INPUT=polygons.gpkg");
}

TEST_F(ExampleCall, ChoosesAFieldOfTheLayerItDependsOn) {
  add("INPUT", "source", "VectorPolygon");
  add("FIELD", "field")->set_parent("INPUT");
  v1::Parameter* text = add("TEXT", "field");
  text->set_parent("INPUT");
  (*text->mutable_definition()->mutable_fields())["data_type"].set_number_value(1);
  add("LOST", "field");
  EXPECT_EQ(example(),
            "geotask run native:test --INPUT=data:world/countries --FIELD=size --TEXT=label "
            "--LOST=name");
}

TEST_F(ExampleCall, PutsWordsIntoQuotesWhereAShellNeedsThem) {
  add("EXTENT", "extent");
  EXPECT_EQ(example(), "geotask run native:test '--EXTENT=8,9,47,48 [EPSG:4326]'");
  EXPECT_EQ(shellWord("it's"), "'it'\\''s'");
  EXPECT_EQ(shellWord("--A=b"), "--A=b");
  EXPECT_EQ(shellWord(""), "''");
}

TEST_F(ExampleCall, GivesWhatHasAStructureAsJson) {
  add("INPUT", "source", "VectorLine");
  add("AGGREGATES", "aggregates");
  EXPECT_EQ(
      example(),
      "echo '{\"inputs\":{\"INPUT\":\"data:world/borders\",\"AGGREGATES\":[{\"name\":\"number\","
      "\"type\":2,\"input\":\"1\",\"aggregate\":\"count\",\"delimiter\":\",\",\"length\":0,"
      "\"precision\":0}]}}' | geotask run native:test -");
}

TEST_F(ExampleCall, KeepsToTheBounds) {
  add("COUNT", "number")->set_minimum(10);
  add("FACTOR", "number")->set_minimum(-5);
  EXPECT_EQ(example(), "geotask run native:test --COUNT=10 --FACTOR=1");
}

TEST_F(ExampleCall, GivesOutputsTheirOwnNames) {
  add("A", "rasterDestination")->set_destination(true);
  v1::Parameter* page = add("B", "fileDestination");
  page->set_destination(true);
  page->add_extensions("html");
  add("C", "sink")->set_destination(true);
  algorithm_.mutable_parameters(2)->set_optional(true);
  EXPECT_EQ(example(), "geotask run native:test --A=test-A.tif --B=test-B.html");
}

}  // namespace
}  // namespace geotask::cli
