// SPDX-License-Identifier: GPL-2.0-or-later
//
// Calls of algorithms: what is refused, where outputs go, how a call ends.
#include "qgis/processing/algorithm_call.h"

#include <gmock/gmock.h>
#include <qgsgeometry.h>
#include <qgsvectorlayer.h>

#include <QFile>

#include "call_driver.h"
#include "domain/errors.h"
#include "qgis/geometry.h"
#include "qgis/processing/layer_rows.h"

namespace geotask::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ErrorDetail refusalOf(const std::string& algorithm, const Json& parameters) {
  const CallCheck check = DrawnCall(algorithm, parameters).check();
  EXPECT_EQ(check.status.code(), absl::StatusCode::kInvalidArgument) << check.status;
  return errorDetail(check.status);
}

TEST(AlgorithmCall, UnknownAlgorithmsAreToldWhatIsSpelledAlike) {
  const ErrorDetail detail = refusalOf("native:bufer", {});
  EXPECT_EQ(detail.reason, "UNKNOWN_ALGORITHM");
  EXPECT_THAT(detail.accepted, HasSubstr("native:buffer"));
}

TEST(AlgorithmCall, WhatIsMissingIsNamed) {
  const ErrorDetail detail = refusalOf("native:buffer", {{"DISTANCE", 1}});
  EXPECT_EQ(detail.reason, "MISSING_PARAMETER");
  EXPECT_EQ(detail.field, "parameters.INPUT");
}

TEST(AlgorithmCall, AValueOutOfBoundsIsNamedWithItsBounds) {
  const ErrorDetail detail =
      refusalOf("native:buffer", {{"INPUT", "dataset:countries"}, {"SEGMENTS", 0}});
  EXPECT_EQ(detail.reason, "INVALID_PARAMETER");
  EXPECT_EQ(detail.field, "parameters.SEGMENTS");
  EXPECT_EQ(detail.given, "0");
  EXPECT_THAT(detail.accepted, HasSubstr("from 1"));
}

TEST(AlgorithmCall, NamesThatTheAlgorithmDoesNotKnowAreAWarning) {
  const CallCheck check =
      DrawnCall("native:buffer", {{"INPUT", "dataset:countries"}, {"FOO", 1}}).check();
  EXPECT_TRUE(check.status.ok()) << check.status;
  EXPECT_THAT(check.warnings, ElementsAre("FOO is no parameter of native:buffer; QGIS ignores it"));
}

TEST(AlgorithmCall, NullIsTheSameAsAbsent) {
  EXPECT_TRUE(DrawnCall("native:buffer", {{"INPUT", "dataset:countries"}, {"SEGMENTS", nullptr}})
                  .check()
                  .status.ok());
}

TEST(AlgorithmCall, AProjectThatIsNeededIsAskedFor) {
  const ErrorDetail detail = refusalOf("native:printlayouttopdf", {{"LAYOUT", "A4"}});
  EXPECT_EQ(detail.reason, "MISSING_PARAMETER");
  EXPECT_EQ(detail.field, "project");
}

TEST(AlgorithmCall, DestinationsAreNamesOfFilesOfAKnownFormat) {
  for (const char* name : {"../out.gpkg", "/tmp/out.gpkg", "sub/out.gpkg", "out.xyz", "out",
                           ".gpkg", "ogr:dbname='x.gpkg'", "out.gpkg|layername=x"}) {
    const ErrorDetail detail =
        refusalOf("native:buffer", {{"INPUT", "dataset:countries"}, {"OUTPUT", name}});
    EXPECT_EQ(detail.reason, "INVALID_DESTINATION") << name;
    EXPECT_EQ(detail.field, "parameters.OUTPUT");
  }
  EXPECT_THAT(
      refusalOf("native:buffer", {{"INPUT", "dataset:countries"}, {"OUTPUT", "out.xyz"}}).accepted,
      HasSubstr("gpkg"));
}

TEST(AlgorithmCall, TwoOutputsHaveTwoNames) {
  const ErrorDetail detail = refusalOf("native:extractbyattribute", {{"INPUT", "dataset:countries"},
                                                                     {"FIELD", "NAME"},
                                                                     {"VALUE", "Chad"},
                                                                     {"OUTPUT", "a.gpkg"},
                                                                     {"FAIL_OUTPUT", "a.gpkg"}});
  EXPECT_EQ(detail.reason, "INVALID_DESTINATION");
}

TEST(AlgorithmCall, OptionalOutputsComeOnlyWhenTheyAreAskedFor) {
  DrawnCall drawn("native:extractbyattribute",
                  {{"INPUT", "dataset:countries"}, {"FIELD", "NAME"}, {"VALUE", "Chad"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  ASSERT_TRUE(call.run(words).ok());
  ASSERT_EQ(call.outputs().size(), 1U);
  EXPECT_EQ(call.outputs()[0].name, "OUTPUT");
  EXPECT_NE(call.outputs()[0].rows, nullptr);
}

TEST(AlgorithmCall, AShapefileComesWithWhatBelongsToIt) {
  DrawnCall drawn("native:centroids", {{"INPUT", "dataset:countries"}, {"OUTPUT", "c.shp"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  const absl::Status status = call.run(words);
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_EQ(call.outputs().size(), 1U);
  EXPECT_EQ(call.outputs()[0].rows, nullptr);
  EXPECT_THAT(call.outputs()[0].files, ElementsAre("c.shp", "c.cpg", "c.dbf", "c.prj", "c.shx"));
}

TEST(AlgorithmCall, AFolderIsGivenAsItsFiles) {
  DrawnCall drawn(
      "native:splitvectorlayer",
      {{"INPUT", "dataset:disputed_borders"}, {"FIELD", "adm0_left"}, {"FILE_TYPE", "gpkg"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  const absl::Status status = call.run(words);
  ASSERT_TRUE(status.ok()) << status;
  bool seen = false;
  for (const CallOutput& output : call.outputs()) {
    const std::string value = output.value.dump();
    EXPECT_EQ(value.find(drawn.request.out_folder), std::string::npos) << value;
    if (output.name != "OUTPUT") continue;
    seen = true;
    EXPECT_EQ(output.folder, "OUTPUT");
    ASSERT_FALSE(output.files.empty());
    for (const std::string& file : output.files) EXPECT_EQ(file.find('/'), std::string::npos);
  }
  EXPECT_TRUE(seen);
}

TEST(AlgorithmCall, NumbersAndTextsAreValues) {
  DrawnCall drawn("native:stringconcatenation", {{"INPUT_1", "a"}, {"INPUT_2", "b"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  ASSERT_TRUE(call.run(words).ok());
  ASSERT_EQ(call.outputs().size(), 1U);
  EXPECT_EQ(call.outputs()[0].name, "CONCATENATION");
  EXPECT_EQ(call.outputs()[0].value, "ab");
}

TEST(AlgorithmCall, RowsThatWereSentAreReadAndKeepTheirName) {
  LayerBuilder builder({{{"n", FieldType::kInteger64}}, "Point", "EPSG:4326"}, "towns");
  Feature row;
  row.wkb = geometryToWkb(QgsGeometry::fromWkt("Point (8 47)"));
  row.attributes = {int64_t{1} << 40};
  ASSERT_TRUE(builder.add(row).ok());
  DrawnCall drawn("native:mergevectorlayers", {{"LAYERS", Json::array({"dataset:towns"})}});
  drawn.request.layers.push_back({"dataset:towns", "", "", builder.finish()});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  const absl::Status status = call.run(words);
  ASSERT_TRUE(status.ok()) << status;
  std::vector<Feature> rows;
  ASSERT_TRUE(readLayer(*call.outputs().at(0).rows, [&](Feature&& read) {
                rows.push_back(std::move(read));
                return absl::OkStatus();
              }).ok());
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::get<int64_t>(rows[0].attributes[0]), int64_t{1} << 40);
  EXPECT_EQ(std::get<std::string>(rows[0].attributes[1]), "towns");
}

TEST(AlgorithmCall, AFailureHasTheWordsOfTheAlgorithm) {
  DrawnCall drawn("native:raiseexception", {{"MESSAGE", "the bridge is out"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  const absl::Status status = call.run(words);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(errorDetail(status).reason, "ALGORITHM_FAILED");
  EXPECT_EQ(status.message(), "the bridge is out");
}

TEST(AlgorithmCall, WarningsOfTheAlgorithmAreHeard) {
  DrawnCall drawn("native:raisewarning", {{"MESSAGE", "mind the gap"}});
  HeardWords words;
  ASSERT_TRUE(AlgorithmCall(drawn.request).run(words).ok());
  EXPECT_THAT(words.log, ::testing::Contains(::testing::Pair(::testing::_, "mind the gap")));
}

TEST(AlgorithmCall, ACancelEndsItAsCancelled) {
  DrawnCall drawn("native:buffer", {{"INPUT", "dataset:states_provinces"}, {"DISTANCE", 0.1}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  words.during = [&] { call.cancel(); };
  EXPECT_EQ(call.run(words).code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(call.outputs(), IsEmpty());
  ASSERT_FALSE(words.progress.empty());
  EXPECT_LT(words.progress.back(), 1);
}

TEST(AlgorithmCall, ACancelBeforeTheStartIsHeeded) {
  DrawnCall drawn("native:raiseexception", {{"MESSAGE", "never"}});
  HeardWords words;
  AlgorithmCall call(drawn.request);
  call.cancel();
  EXPECT_EQ(call.run(words).code(), absl::StatusCode::kCancelled);
}

TEST(AlgorithmCall, TheSurroundingsAreChecked) {
  DrawnCall drawn("native:centroids", {{"INPUT", "dataset:countries"}});
  drawn.request.distance_unit = "cubits";
  EXPECT_EQ(errorDetail(drawn.check().status).field, "distance_unit");
  drawn.request.distance_unit = "km";
  drawn.request.area_unit = "square meters";
  EXPECT_TRUE(drawn.check().status.ok()) << drawn.check().status;
  drawn.request.ellipsoid = "EPSG:999999";
  EXPECT_EQ(errorDetail(drawn.check().status).field, "ellipsoid");
  drawn.request.ellipsoid = "EPSG:7030";
  drawn.request.project_crs = "+proj=longlat +nadgrids=/etc/passwd";
  EXPECT_EQ(errorDetail(drawn.check().status).field, "project_crs");
}

}  // namespace
}  // namespace geotask::testing
