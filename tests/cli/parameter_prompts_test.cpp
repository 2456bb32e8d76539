// SPDX-License-Identifier: GPL-2.0-or-later
//
// Questions and answers for the parameters that a call lacks.
#include "cli/parameter_prompts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace geotask::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

v1::Parameter* add(v1::Algorithm& algorithm, const std::string& name, const std::string& type) {
  v1::Parameter* parameter = algorithm.add_parameters();
  parameter->set_name(name);
  parameter->set_type(type);
  parameter->set_description("The " + name);
  return parameter;
}

class ParameterPromptsTest : public testing::Test {
 protected:
  ParameterPromptsTest() {
    algorithm_.set_id("native:drawn");
    add(algorithm_, "INPUT", "source")->add_data_types("VectorPolygon");
    v1::Parameter* distance = add(algorithm_, "DISTANCE", "distance");
    distance->mutable_default_value()->set_number_value(10);
    distance->set_minimum(0);
    v1::Parameter* method = add(algorithm_, "METHOD", "enum");
    method->add_options("Fast");
    method->add_options("Fine");
    v1::Parameter* note = add(algorithm_, "NOTE", "string");
    note->set_optional(true);
    v1::Parameter* output = add(algorithm_, "OUTPUT", "sink");
    output->set_destination(true);
    v1::Source* source = info_.add_sources();
    source->set_name("world");
    for (const char* type : {"MultiPolygon", "MultiLineString", "Polygon"}) {
      v1::Layer* layer = source->add_layers();
      layer->set_name(std::string("some ") + type);
      layer->mutable_schema()->set_geometry_type(type);
    }
  }

  // Whether all was answered; what was said is in said_.
  bool ask(const std::string& answers, json& parameters) {
    std::istringstream in(answers);
    std::ostringstream out;
    ParameterPrompts prompts(in, out, algorithm_, info_);
    const bool all = prompts.ask(parameters);
    said_ = out.str();
    return all;
  }

  v1::Algorithm algorithm_;
  v1::ServerInfo info_;
  std::string said_;
};

TEST_F(ParameterPromptsTest, AskForWhatIsMissingInTheAlgorithmsOrder) {
  json parameters = json::object();
  ASSERT_TRUE(ask("dataset:a\n25\n1\nout.gpkg\n", parameters));
  EXPECT_EQ(
      parameters,
      (json{{"INPUT", "dataset:a"}, {"DISTANCE", "25"}, {"METHOD", "1"}, {"OUTPUT", "out.gpkg"}}));
  EXPECT_THAT(said_, Not(HasSubstr("NOTE")));
}

TEST_F(ParameterPromptsTest, ShowDefaultsAndTakeThemForAnEmptyAnswer) {
  json parameters = {{"INPUT", "dataset:a"}, {"METHOD", "0"}};
  ASSERT_TRUE(ask("\n\n", parameters));
  EXPECT_THAT(said_, HasSubstr("DISTANCE [10]: "));
  EXPECT_THAT(said_, HasSubstr("OUTPUT [stays on the server]: "));
  EXPECT_FALSE(parameters.contains("DISTANCE"));
  EXPECT_FALSE(parameters.contains("OUTPUT"));
}

TEST_F(ParameterPromptsTest, ShowTheLayersThatFitAndTakeTheirNumbers) {
  json parameters = {{"DISTANCE", 1}, {"METHOD", 0}, {"OUTPUT", "a.gpkg"}};
  ASSERT_TRUE(ask("2\n", parameters));
  EXPECT_THAT(said_,
              HasSubstr("  1  data:world/some MultiPolygon\n  2  data:world/some Polygon\n"));
  EXPECT_THAT(said_, Not(HasSubstr("MultiLineString")));
  EXPECT_EQ(parameters["INPUT"], "data:world/some Polygon");
}

TEST_F(ParameterPromptsTest, ShowTheChoicesOfAnEnumAndTakeNumberOrText) {
  json parameters = {{"INPUT", "dataset:a"}, {"DISTANCE", 1}, {"OUTPUT", "a.gpkg"}};
  ASSERT_TRUE(ask("slow\nfine\n", parameters));
  EXPECT_THAT(said_, HasSubstr("  0  Fast\n  1  Fine\n"));
  EXPECT_THAT(said_, HasSubstr("\"slow\" is none of the choices"));
  EXPECT_EQ(parameters["METHOD"], "1");
}

TEST_F(ParameterPromptsTest, AskAgainUntilTheAnswerMayDo) {
  json parameters = {{"METHOD", 0}, {"OUTPUT", "a.gpkg"}};
  ASSERT_TRUE(ask("\nno-such-file.gpkg\ndataset:a\nfar\n-1\n5\n", parameters));
  EXPECT_THAT(said_, HasSubstr("A value is needed."));
  EXPECT_THAT(said_, HasSubstr("There is no file no-such-file.gpkg"));
  EXPECT_THAT(said_, HasSubstr("\"far\" is no number."));
  EXPECT_THAT(said_, HasSubstr("It must be at least 0."));
  EXPECT_EQ(parameters["DISTANCE"], "5");
}

TEST_F(ParameterPromptsTest, SeveralValuesAreALineEach) {
  algorithm_.mutable_parameters(0)->set_multiple(true);
  json parameters = {{"DISTANCE", 1}, {"METHOD", 0}, {"OUTPUT", "a.gpkg"}};
  ASSERT_TRUE(ask("\n1\ndataset:b\n\n", parameters));
  EXPECT_EQ(parameters["INPUT"], (json{"data:world/some MultiPolygon", "dataset:b"}));
}

TEST_F(ParameterPromptsTest, TheEndOfTheInputEndsTheQuestions) {
  json parameters = json::object();
  EXPECT_FALSE(ask("dataset:a\n", parameters));
}

TEST_F(ParameterPromptsTest, WhatTheServerRefusesIsAskedForAgain) {
  std::istringstream in("dataset:a\n5\n0\n\n7\n");
  std::ostringstream out;
  ParameterPrompts prompts(in, out, algorithm_, info_);
  json parameters = json::object();
  ASSERT_TRUE(prompts.ask(parameters));
  ASSERT_TRUE(prompts.askAgain("DISTANCE", "5 is not accepted", parameters));
  EXPECT_EQ(parameters["DISTANCE"], "7");
  EXPECT_THAT(out.str(), HasSubstr("  5 is not accepted\n"));
  EXPECT_FALSE(prompts.askAgain("NOTE", "not asked for", parameters));
}

TEST_F(ParameterPromptsTest, NothingIsMissingWhereOnlyDefaultsAre) {
  std::istringstream in;
  std::ostringstream out;
  const ParameterPrompts prompts(in, out, algorithm_, info_);
  EXPECT_TRUE(prompts.isMissing(json::object()));
  EXPECT_TRUE(prompts.isMissing({{"INPUT", "dataset:a"}}));
  EXPECT_FALSE(prompts.isMissing({{"INPUT", "dataset:a"}, {"METHOD", 0}}));
}

}  // namespace
}  // namespace geotask::cli
