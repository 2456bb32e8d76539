// SPDX-License-Identifier: GPL-2.0-or-later
//
// What could stand at the cursor, for a command line of two verbs and a server that is drawn here.
#include "cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geotask::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

nlohmann::ordered_json usage() {
  return nlohmann::ordered_json::parse(R"({
    "options": [
      {"names": ["--server"], "description": "", "value": "ADDRESS", "repeatable": false},
      {"names": ["--json"], "description": "Print JSON", "repeatable": false}],
    "verbs": [
      {"name": "buffer", "description": "Buffer a layer",
       "arguments": [{"names": ["INPUT"], "kind": "input", "repeatable": false}],
       "options": [
         {"names": ["--cap"], "description": "", "value": "STYLE", "choices": ["round", "flat"],
          "repeatable": false},
         {"names": ["--label"], "description": "", "value": "KEY=VALUE", "repeatable": true},
         {"names": ["--output", "-o"], "description": "", "value": "FILE", "kind": "file",
          "repeatable": false}]},
      {"name": "run", "description": "Run an algorithm",
       "arguments": [{"names": ["ALGORITHM"], "kind": "algorithm", "repeatable": false}],
       "options": []}]})");
}

v1::Algorithm drawn() {
  v1::Algorithm algorithm;
  v1::Parameter* input = algorithm.add_parameters();
  input->set_name("INPUT");
  input->add_data_types("Vector");
  v1::Parameter* method = algorithm.add_parameters();
  method->set_name("METHOD");
  method->add_options("Fast");
  method->add_options("Fine");
  v1::Parameter* output = algorithm.add_parameters();
  output->set_name("OUTPUT");
  output->set_destination(true);
  return algorithm;
}

CompletionSource server() {
  CompletionSource source;
  source.values = [](const std::string& kind) -> std::vector<Candidate> {
    if (kind == "algorithm") return {{"native:buffer", "Buffer"}, {"native:boundary", "Boundary"}};
    if (kind == "input") return {{"data:world/countries", "MultiPolygon"}};
    return {};
  };
  source.algorithm = [](const std::string& id) -> std::optional<v1::Algorithm> {
    if (id != "native:buffer") return std::nullopt;
    return drawn();
  };
  return source;
}

Completion at(const std::string& line) { return complete(usage(), parseLine(line), server()); }

std::vector<std::string> texts(const std::string& line) {
  std::vector<std::string> found;
  for (const Candidate& each : at(line).candidates) found.push_back(each.text);
  return found;
}

TEST(ParseLine, TakesQuotesAndBackslashesAway) {
  const TypedLine line = parseLine(R"(geotask run "a b" c\ d 'e"f' --X=")");
  EXPECT_THAT(line.words, ElementsAre("run", "a b", "c d", "e\"f"));
  EXPECT_EQ(line.current, "--X=");
  EXPECT_THAT(parseLine("geotask ").words, IsEmpty());
  EXPECT_EQ(parseLine("geotask jobs ").current, "");
}

TEST(Complete, VerbsComeFirst) {
  EXPECT_THAT(texts("geotask "), ElementsAre("buffer", "run"));
  EXPECT_THAT(texts("geotask b"), ElementsAre("buffer"));
  EXPECT_THAT(texts("geotask --json r"), ElementsAre("run"));
  EXPECT_THAT(texts("geotask help b"), ElementsAre("buffer"));
}

TEST(Complete, OptionsAreThoseOfTheVerbAndOfAllAndOnceUnlessTheyRepeat) {
  EXPECT_THAT(texts("geotask --"), ElementsAre("--server", "--json"));
  EXPECT_THAT(texts("geotask buffer --cap flat --label a=b -o x --"),
              ElementsAre("--label", "--server", "--json"));
}

TEST(Complete, ChoicesAreTheValuesOfAnOptionInBothWritings) {
  EXPECT_THAT(texts("geotask buffer --cap "), ElementsAre("round", "flat"));
  EXPECT_THAT(texts("geotask buffer --cap=f"), ElementsAre("--cap=flat"));
}

TEST(Complete, ValuesOfTheServerFitWhereTheirKindIsAskedFor) {
  EXPECT_THAT(texts("geotask run native:b"), ElementsAre("native:buffer", "native:boundary"));
  EXPECT_THAT(texts("geotask buffer data:"), ElementsAre("data:world/countries"));
  EXPECT_THAT(texts("geotask buffer data:world/countries "), IsEmpty());
}

TEST(Complete, FilesFitWhereAFileIsAskedFor) {
  EXPECT_TRUE(at("geotask buffer map").files);
  EXPECT_EQ(at("geotask buffer map").partial, "map");
  EXPECT_EQ(at("geotask buffer x --output=out/a").partial, "out/a");
  EXPECT_FALSE(at("geotask run nat").files);
}

TEST(Complete, ParametersOfTheAlgorithmAreOptionsOfRun) {
  EXPECT_THAT(texts("geotask run native:buffer --"),
              ElementsAre("--server", "--json", "--INPUT=", "--METHOD=", "--OUTPUT="));
  EXPECT_THAT(texts("geotask run native:buffer --INPUT=a --IN"), IsEmpty());
  EXPECT_THAT(texts("geotask run native:buffer --METHOD="),
              ElementsAre("--METHOD=0", "--METHOD=1"));
  EXPECT_EQ(at("geotask run native:buffer --METHOD=").candidates[1].description, "Fine");
  EXPECT_THAT(texts("geotask run native:buffer --INPUT=data"),
              ElementsAre("--INPUT=data:world/countries"));
  EXPECT_TRUE(at("geotask run native:buffer --OUTPUT=a").files);
  EXPECT_THAT(texts("geotask run native:unknown --I"), IsEmpty());
}

TEST(ValueIn, IsThatOfTheLastOne) {
  const TypedLine line = parseLine("geotask --server a:1 --server=b:2 jobs ");
  EXPECT_EQ(valueIn(line, "--server"), "b:2");
  EXPECT_EQ(valueIn(line, "--cap"), "");
}

}  // namespace
}  // namespace geotask::cli
