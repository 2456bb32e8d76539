// SPDX-License-Identifier: GPL-2.0-or-later
//
// References in the parameters of an algorithm, and what they stand for.
#include "domain/call_inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/errors.h"
#include "support/fake_calls.h"
#include "support/fake_catalogue.h"
#include "support/fake_clock.h"
#include "support/fake_result.h"

namespace geotask {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CallInputsTest : public testing::Test {
 protected:
  CallInputsTest() {
    DatasetUpload upload;
    upload.principal = "ann";
    upload.dataset_id = "lakes";
    EXPECT_TRUE(
        datasets_.add(upload, makeMemoryFeatureSet({}, {}), DiskShare(datasets_.disk())).ok());
  }
  // A job that has SUCCEEDED with these outputs.
  void addJob(const std::string& id, const std::vector<std::string>& outputs) {
    EXPECT_TRUE(board_.add(id, "ann", std::make_shared<const JobSpec>()).ok());
    EXPECT_TRUE(board_.start(id));
    for (const std::string& name : outputs) {
      board_.addOutput(id, rowsOutput(name, {}, std::make_shared<FakeResult>(), "layer " + name));
    }
    EXPECT_TRUE(board_.finish(id, JobState::kSucceeded, std::nullopt, absl::Hours(1)));
  }
  std::string reason(const std::string& reference) {
    return errorDetail(inputs_.find("ann", reference).status()).reason;
  }

  FakeClock clock_;
  FakeCatalogue sources_;  // world: lakes, notes, rivers
  FakeCrsRegistry crs_;
  DatasetService datasets_{{}, clock_, crs_};
  JobBoard board_{clock_, {10}};
  CallInputs inputs_{sources_, datasets_, board_};
};

std::set<std::string> references(const std::string& parameters) {
  ProcessingCall call;
  call.parameters = Json::parse(parameters);
  return referencesOf(call, FakeAlgorithms().algorithms()->front());
}

TEST_F(CallInputsTest, ReferencesAreFoundAtAnyDepthAndOnce) {
  EXPECT_THAT(references(R"({"INPUT": "data:world/lakes"})"), ElementsAre("data:world/lakes"));
  EXPECT_THAT(references(R"({"LAYERS": ["dataset:a", {"source": "job:b/OUTPUT"}, "dataset:a"]})"),
              ElementsAre("dataset:a", "job:b/OUTPUT"));
}

TEST_F(CallInputsTest, WhatFollowsABarIsForQgis) {
  EXPECT_THAT(references(R"({"INPUT": "dataset:a|layername=roads"})"), ElementsAre("dataset:a"));
}

TEST_F(CallInputsTest, ReferencesInsideATextOfRowsAreFound) {
  EXPECT_THAT(references(R"({"INPUT": "dataset:a::~::0::~::1::~::0::|::data:w/x|y::~::0"})"),
              ElementsAre("data:w/x", "dataset:a"));
}

TEST_F(CallInputsTest, FreeTextHoldsNoReferences) {
  EXPECT_THAT(references(R"({"NOTE": "data: see dataset:a"})"), IsEmpty());
  EXPECT_THAT(references(R"({"NOTE": "data:world/lakes", "INPUT": 5})"), IsEmpty());
}

TEST_F(CallInputsTest, ALayerOfASourceIsWhatQgisOpens) {
  const auto input = inputs_.find("ann", "data:world/lakes");
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(input->provider, "ogr");
  EXPECT_EQ(input->uri, "/data/world.gpkg|layername=lakes");
  EXPECT_EQ(reason("data:world/atlantis"), "UNKNOWN_LAYER");
  EXPECT_EQ(reason("data:"), "UNKNOWN_LAYER");
}

TEST_F(CallInputsTest, ADatasetIsItsRows) {
  const auto input = inputs_.find("ann", "dataset:lakes");
  ASSERT_TRUE(input.ok());
  EXPECT_NE(input->rows, nullptr);
  EXPECT_EQ(input->layer_name, "lakes");
  EXPECT_EQ(reason("dataset:lakes/lakes.shp"), "FILE_NOT_FOUND");
  EXPECT_EQ(reason("dataset:ponds"), "DATASET_NOT_FOUND");
}

TEST_F(CallInputsTest, ADatasetHasTheLayerNameThatItsLabelTells) {
  DatasetUpload upload;
  upload.principal = "ann";
  upload.dataset_id = "d41d8cd9";
  upload.labels = {{"layer-name", "Lakes & ponds"}};
  ASSERT_TRUE(
      datasets_.add(upload, makeMemoryFeatureSet({}, {}), DiskShare(datasets_.disk())).ok());
  EXPECT_EQ(inputs_.find("ann", "dataset:d41d8cd9")->layer_name, "Lakes & ponds");
}

TEST_F(CallInputsTest, NobodyFindsTheDatasetOfAnother) {
  EXPECT_EQ(inputs_.find("bob", "dataset:lakes").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CallInputsTest, TheOutputOfAJobHasTheNameThatQgisGaveIt) {
  addJob("a", {"OUTPUT"});
  const auto input = inputs_.find("ann", "job:a");
  ASSERT_TRUE(input.ok());
  EXPECT_NE(input->rows, nullptr);
  EXPECT_EQ(input->layer_name, "layer OUTPUT");
  EXPECT_TRUE(inputs_.find("ann", "job:a/OUTPUT").ok());
  EXPECT_EQ(reason("job:a/OTHER"), "OUTPUT_NOT_FOUND");
}

TEST_F(CallInputsTest, OfSeveralOutputsOneMustBeNamed) {
  addJob("a", {"LEFT", "RIGHT"});
  EXPECT_EQ(reason("job:a"), "AMBIGUOUS_OUTPUT");
  EXPECT_EQ(inputs_.find("ann", "job:a/RIGHT")->layer_name, "layer RIGHT");
}

TEST_F(CallInputsTest, AJobThatIsNotDoneIsNoInputYet) {
  ASSERT_TRUE(board_.add("a", "ann", std::make_shared<const JobSpec>()).ok());
  EXPECT_EQ(reason("job:a"), "INPUT_NOT_READY");
  EXPECT_EQ(reason("job:b"), "JOB_NOT_FOUND");
}

}  // namespace
}  // namespace geotask
