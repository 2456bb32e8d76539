// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/algorithm_dangers.h"
#include "domain/errors.h"
#include "support/drawn_algorithms.h"

namespace geotask {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// An algorithm with an INPUT, an OUTPUT and a parameter.
AlgorithmDescription with(const std::string& id, const ParameterDescription& parameter) {
  AlgorithmDescription algorithm = drawn(id);
  algorithm.parameters = {drawnParameter("INPUT", "source"), parameter,
                          drawnDestination("OUTPUT", "sink")};
  algorithm.outputs = {{"OUTPUT", "", "outputVector"}};
  return algorithm;
}

// One that has what it made where its input is.
AlgorithmDescription inPlace(const std::string& id, const std::string& output) {
  AlgorithmDescription algorithm = drawn(id);
  algorithm.parameters = {drawnParameter("INPUT", "vector"), drawnParameter("OTHER", "raster")};
  algorithm.outputs = {{output, "", "outputVector"}};
  return algorithm;
}

const AlgorithmPolicy kNoWord({}, {});

TEST(Glob, AStarIsAnyTextAndAQuestionMarkACharacter) {
  for (const char* pattern :
       {"gdal:warp", "gdal:*", "*", "gdal:w?rp", "*warp", "g*l:*a*p", "gdal:warp*"}) {
    EXPECT_TRUE(globMatches(pattern, "gdal:warp")) << pattern;
  }
  for (const char* pattern :
       {"", "gdal:", "gdal:war", "gdal:warp?", "native:*", "*wrap", "GDAL:*"}) {
    EXPECT_FALSE(globMatches(pattern, "gdal:warp")) << pattern;
  }
  EXPECT_TRUE(globMatches("", ""));
}

TEST(AlgorithmPolicy, AnOrdinaryAlgorithmIsAllowed) {
  EXPECT_EQ(kNoWord.deniedBecause(with("native:buffer", drawnParameter("DISTANCE", "distance"))),
            "");
  // A file is a reference to one of a dataset, no path.
  EXPECT_EQ(kNoWord.deniedBecause(with("native:importphotos", drawnParameter("FOLDER", "file"))),
            "");
}

TEST(AlgorithmPolicy, WhatTheOperatorDeniesIsDeniedAndTheRefusalSaysHowItIsAllowed) {
  const AlgorithmPolicy policy({}, {"native:*"});
  EXPECT_THAT(policy.deniedBecause(drawn("native:buffer")),
              AllOf(HasSubstr("native:*"), HasSubstr("--allow-algorithms native:buffer")));
  EXPECT_EQ(policy.deniedBecause(drawn("gdal:warp")), "");
}

TEST(AlgorithmPolicy, OfTwoPatternsTheOneWithMoreLettersWins) {
  const AlgorithmPolicy policy({"gdal:warp*", "native:*"},
                               {"gdal:*", "*", "native:wipe", "script:a"});
  EXPECT_EQ(policy.deniedBecause(drawn("gdal:warpreproject")), "");
  EXPECT_NE(policy.deniedBecause(drawn("gdal:translate")), "");
  EXPECT_EQ(policy.deniedBecause(drawn("native:buffer")), "");
  EXPECT_NE(policy.deniedBecause(drawn("native:wipe")), "");
  EXPECT_NE(policy.deniedBecause(drawn("qgis:any")), "");
}

TEST(AlgorithmPolicy, ATieIsDenied) {
  const AlgorithmPolicy policy({"native:buffer"}, {"native:buffer"});
  EXPECT_THAT(policy.deniedBecause(drawn("native:buffer")), HasSubstr("ask the operator"));
}

TEST(AlgorithmPolicy, WhatReachesOutOfTheServerIsDeniedUntilAllowed) {
  for (const char* id :
       {"native:filedownloader", "native:batchnominatimgeocoder", "native:downloadgpsdata",
        "native:uploadgpsdata", "gdal:rastercalculator", "qgis:advancedpythonfieldcalculator"}) {
    EXPECT_THAT(kNoWord.deniedBecause(drawn(id)),
                HasSubstr(std::string("--allow-algorithms ") + id));
    EXPECT_EQ(AlgorithmPolicy({id}, {}).deniedBecause(drawn(id)), "");
  }
}

TEST(AlgorithmPolicy, SqlAndDatabasesAreKnownByTheirParameters) {
  const auto because = [](const char* name, const char* type) {
    return kNoWord.deniedBecause(with("plugin:new", drawnParameter(name, type)));
  };
  EXPECT_THAT(because("SQL", "string"), HasSubstr("runs SQL"));
  EXPECT_THAT(because("INPUT_QUERY", "execute_sql"), HasSubstr("runs SQL"));
  EXPECT_THAT(because("WHERE_TO", "providerconnection"), HasSubstr("database"));
  EXPECT_THAT(because("DATABASE", "vector"), HasSubstr("database"));
  EXPECT_THAT(because("PASSWORD", "string"), HasSubstr("database"));
  EXPECT_EQ(because("VALUE", "string"), "");
}

TEST(AlgorithmPolicy, AFolderToWriteToIsADestinationOrDenied) {
  AlgorithmDescription atlas = drawn("native:atlaslayouttoimage");
  atlas.parameters = {drawnParameter("FOLDER", "file")};
  atlas.parameters[0].folder = true;
  EXPECT_THAT(kNoWord.deniedBecause(atlas), HasSubstr("folder"));
  atlas.parameters[0].destination = true;
  EXPECT_EQ(kNoWord.deniedBecause(atlas), "");
}

TEST(AlgorithmPolicy, ScriptsAndModelsAreTheOperatorsOwn) {
  for (const char* id : {"script:import", "model:import"}) {
    EXPECT_EQ(kNoWord.deniedBecause(with(id, drawnParameter("SQL", "string"))), "");
    EXPECT_NE(AlgorithmPolicy({}, {id}).deniedBecause(with(id, drawnParameter("SQL", "string"))),
              "");
  }
}

TEST(DeniedArgument, AdditionalArgumentsOfAProgramAreDeniedUntilAllowed) {
  const AlgorithmDescription warp = with("gdal:warp", drawnParameter("EXTRA", "string"));
  const Json parameters = {{"EXTRA", "-co X=Y"}};
  const absl::Status status = kNoWord.deniedArgument(warp, parameters);
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  const ErrorDetail detail = errorDetail(status);
  EXPECT_EQ(detail.reason, "ARGUMENT_DENIED");
  EXPECT_EQ(detail.field, "parameters.EXTRA");
  EXPECT_EQ(detail.given, "-co X=Y");
  EXPECT_THAT(detail.remedy, HasSubstr("--allow-algorithms gdal:warp"));

  EXPECT_TRUE(AlgorithmPolicy({"gdal:w*"}, {}).deniedArgument(warp, parameters).ok());
  for (const Json& nothing :
       {Json{{"EXTRA", ""}}, Json{{"EXTRA", " "}}, Json{{"EXTRA", nullptr}}, Json::object()}) {
    EXPECT_TRUE(kNoWord.deniedArgument(warp, nothing).ok()) << nothing;
  }
}

TEST(DeniedArgument, AnExpressionInPlaceOfATextIsDenied) {
  const AlgorithmDescription warp = with("gdal:warp", drawnParameter("EXTRA", "string"));
  const Json hidden = {{"EXTRA", {{"type", "data_defined"}, {"expression", "'-co X=Y'"}}}};
  EXPECT_EQ(errorDetail(kNoWord.deniedArgument(warp, hidden)).reason, "ARGUMENT_DENIED");
}

TEST(DeniedArgument, CreationOptionsAreKeysAndValues) {
  const AlgorithmDescription warp = with("gdal:warp", drawnParameter("OPTIONS", "string"));
  for (const char* good :
       {"COMPRESS=LZW", "COMPRESS=DEFLATE|PREDICTOR=2|ZLEVEL=9", "TILED=YES | BLOCKXSIZE=256"}) {
    EXPECT_TRUE(kNoWord.deniedArgument(warp, {{"OPTIONS", good}}).ok()) << good;
  }
  for (const char* bad : {"-lco X=Y", "A=B -oo C=D", "-A=B", "A=\"B\"", "A=/etc/passwd", "A"}) {
    EXPECT_FALSE(kNoWord.deniedArgument(warp, {{"OPTIONS", bad}}).ok()) << bad;
  }
}

TEST(DeniedArgument, OtherTextOfAProgramIsPlain) {
  ParameterDescription text = drawnParameter("FIELD_NAME", "string");
  text.default_value = ";";
  const AlgorithmDescription contour = with("gdal:contour", text);
  for (const char* good : {"ELEV", "Höhe in m", "-9999", "1,2,-3.5", ";"}) {
    EXPECT_TRUE(kNoWord.deniedArgument(contour, {{"FIELD_NAME", good}}).ok()) << good;
  }
  for (const char* bad : {"-sql x", " --config", "a\"b", "$(id)", "`id`", "a;b", "a\nb", "x|y"}) {
    EXPECT_FALSE(kNoWord.deniedArgument(contour, {{"FIELD_NAME", bad}}).ok()) << bad;
  }
  EXPECT_FALSE(kNoWord.deniedArgument(contour, {{"FIELD_NAME", {"ELEV", "-sql x"}}}).ok());
}

TEST(DeniedArgument, TextForQgisItselfIsFree) {
  const AlgorithmDescription add = with("native:add", drawnParameter("FIELD_NAME", "string"));
  EXPECT_TRUE(kNoWord.deniedArgument(add, {{"FIELD_NAME", "-x \"y\""}}).ok());
}

TEST(DeniedArgument, ASourceIsNotChangedInPlaceButAnUploadedCopyMayBe) {
  const AlgorithmDescription truncate = inPlace("native:truncatetable", "OUTPUT");
  const absl::Status status = kNoWord.deniedArgument(truncate, {{"INPUT", "data:world/lakes"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  const ErrorDetail detail = errorDetail(status);
  EXPECT_EQ(detail.reason, "SOURCE_PROTECTED");
  EXPECT_EQ(detail.field, "parameters.INPUT");
  EXPECT_THAT(detail.accepted, HasSubstr("dataset:ID"));
  EXPECT_TRUE(kNoWord.deniedArgument(truncate, {{"INPUT", "dataset:lakes"}}).ok());
  EXPECT_FALSE(kNoWord.deniedArgument(truncate, {{"OTHER", {"dataset:a", "data:world/b"}}}).ok());
}

TEST(DeniedArgument, ADatabaseThatSqlIsRunOnIsChanged) {
  AlgorithmDescription sql = drawn("native:spatialiteexecutesql");
  sql.parameters = {drawnParameter("DATABASE", "vector"), drawnParameter("SQL", "string")};
  EXPECT_TRUE(changesInPlace(sql, sql.parameters[0]));
  EXPECT_FALSE(changesInPlace(sql, sql.parameters[1]));
}

TEST(DeniedArgument, WhereTheChangedInputIsNamedOthersMayBeSources) {
  const AlgorithmDescription zonal = inPlace("native:zonalstatistics", "INPUT");
  EXPECT_TRUE(kNoWord.deniedArgument(zonal, {{"OTHER", "data:world/dem"}}).ok());
  EXPECT_FALSE(kNoWord.deniedArgument(zonal, {{"INPUT", "data:world/lakes"}}).ok());
}

TEST(DeniedArgument, AnAlgorithmWithADestinationChangesNoSource) {
  AlgorithmDescription buffer = with("native:buffer", drawnParameter("STYLE", "file"));
  buffer.outputs.push_back({"STYLED", "", "outputVector"});
  EXPECT_TRUE(kNoWord.deniedArgument(buffer, {{"INPUT", "data:world/lakes"}}).ok());
}

}  // namespace
}  // namespace geotask
