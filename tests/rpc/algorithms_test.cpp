// SPDX-License-Identifier: GPL-2.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "codec/message_limits.h"
#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AlgorithmsTest : public RpcTest {
 protected:
  grpc::Status list(const v1::ListAlgorithmsRequest& request, v1::ListAlgorithmsResponse* page) {
    grpc::ClientContext context;
    return asked_->ListAlgorithms(&context, request, page);
  }
  grpc::Status get(const std::string& name, v1::Algorithm* algorithm) {
    grpc::ClientContext context;
    v1::GetAlgorithmRequest request;
    request.set_name(name);
    return asked_->GetAlgorithm(&context, request, algorithm);
  }
};

AlgorithmDescription buffer() {
  AlgorithmDescription buffer = drawn("native:buffer", "Buffer", "Vector geometry");
  buffer.provider_title = "QGIS (native c++)";
  buffer.short_description = "Areas around features.";
  buffer.help = "Makes areas.";
  buffer.help_url = "https://docs.qgis.org";
  buffer.tags = {"grow", "fixed"};
  buffer.flags = {"CAN_CANCEL", "SUPPORTS_IN_PLACE_EDITS", "OF_A_LATER_VERSION"};
  ParameterDescription input = drawnParameter("INPUT", "source");
  input.data_types = {"VectorAnyGeometry"};
  ParameterDescription segments = drawnParameter("SEGMENTS", "number");
  segments.default_value = 5;
  segments.minimum = 1;
  segments.integer = true;
  segments.definition = {{"parameter_type", "number"}, {"min", 1}};
  ParameterDescription cap = drawnParameter("END_CAP_STYLE", "enum");
  cap.options = {"Round", "Flat", "Square"};
  cap.default_value = 0;
  ParameterDescription output = drawnDestination("OUTPUT", "sink");
  output.supports_rows = true;
  buffer.parameters = {input, segments, cap, output};
  buffer.outputs = {{"OUTPUT", "Buffered", "outputVector"}};
  return buffer;
}

TEST_F(AlgorithmsTest, OneIsToldWhole) {
  drawn_.set({buffer()});
  v1::Algorithm told;
  ASSERT_TRUE(get("algorithms/native:buffer", &told).ok());
  EXPECT_EQ(told.name(), "algorithms/native:buffer");
  EXPECT_EQ(told.id(), "native:buffer");
  EXPECT_EQ(told.help(), "Makes areas.");
  EXPECT_THAT(told.flags(), ElementsAre(v1::Algorithm::FLAG_CAN_CANCEL,
                                        v1::Algorithm::FLAG_SUPPORTS_IN_PLACE_EDITS));
  ASSERT_EQ(told.parameters_size(), 4);
  EXPECT_THAT(told.parameters(0).data_types(), ElementsAre("VectorAnyGeometry"));
  EXPECT_FALSE(told.parameters(0).has_default_value());
  const v1::Parameter& segments = told.parameters(1);
  EXPECT_EQ(segments.default_value().number_value(), 5);
  EXPECT_TRUE(segments.has_minimum());
  EXPECT_FALSE(segments.has_maximum());
  EXPECT_EQ(segments.definition().fields().at("min").number_value(), 1);
  EXPECT_THAT(told.parameters(2).options(), ElementsAre("Round", "Flat", "Square"));
  EXPECT_TRUE(told.parameters(2).has_default_value());
  EXPECT_TRUE(told.parameters(3).destination());
  EXPECT_TRUE(told.parameters(3).supports_rows());
  ASSERT_EQ(told.outputs_size(), 1);
  EXPECT_EQ(told.outputs(0).type(), "outputVector");
}

TEST_F(AlgorithmsTest, AListLeavesOutWhatIsLong) {
  drawn_.set({buffer()});
  v1::ListAlgorithmsResponse page;
  ASSERT_TRUE(list({}, &page).ok());
  ASSERT_EQ(page.algorithms_size(), 1);
  const v1::Algorithm& told = page.algorithms(0);
  EXPECT_EQ(told.title(), "Buffer");
  EXPECT_EQ(told.short_description(), "Areas around features.");
  EXPECT_EQ(told.flags_size(), 2);
  EXPECT_EQ(told.help(), "");
  EXPECT_EQ(told.parameters_size(), 0);
  EXPECT_EQ(told.outputs_size(), 0);
}

TEST_F(AlgorithmsTest, EveryFilterOfTheRequestCounts) {
  AlgorithmDescription denied = drawn("native:wipe", "Wipe", "Vector geometry");
  denied.denied = "it wipes";
  drawn_.set({drawn("gdal:warp", "Warp", "Raster"), buffer(), denied});
  const auto ids = [&](const v1::ListAlgorithmsRequest& request) {
    v1::ListAlgorithmsResponse page;
    EXPECT_TRUE(list(request, &page).ok());
    std::string text;
    for (const v1::Algorithm& algorithm : page.algorithms()) text += algorithm.id() + " ";
    return text;
  };
  v1::ListAlgorithmsRequest request;
  EXPECT_EQ(ids(request), "gdal:warp native:buffer ");
  request.set_show_all(true);
  EXPECT_EQ(ids(request), "gdal:warp native:buffer native:wipe ");
  request.set_provider("native");
  EXPECT_EQ(ids(request), "native:buffer native:wipe ");
  request.set_search("areas");
  EXPECT_EQ(ids(request), "native:buffer ");
  request.clear_search();
  request.add_tags("grow");
  EXPECT_EQ(ids(request), "native:buffer ");
  request.clear_tags();
  request.set_group("raster");
  EXPECT_EQ(ids(request), "");
}

TEST_F(AlgorithmsTest, APageHoldsAsManyAsFitIntoAMessage) {
  std::vector<AlgorithmDescription> large;
  for (const char* id : {"a:a", "a:b", "a:c"}) {
    large.push_back(drawn(id));
    large.back().short_description = std::string(400 << 10, 'x');
  }
  drawn_.set(large);
  v1::ListAlgorithmsRequest request;
  v1::ListAlgorithmsResponse page;
  ASSERT_TRUE(list(request, &page).ok());
  EXPECT_EQ(page.algorithms_size(), 2);
  EXPECT_LE(page.ByteSizeLong(), kMaxMessageBytes);
  request.set_page_token(page.next_page_token());
  v1::ListAlgorithmsResponse rest;
  ASSERT_TRUE(list(request, &rest).ok());
  ASSERT_EQ(rest.algorithms_size(), 1);
  EXPECT_EQ(rest.algorithms(0).id(), "a:c");
  EXPECT_EQ(rest.next_page_token(), "");
}

TEST_F(AlgorithmsTest, OneThatIsLargerThanAMessageLosesItsLargestDefinitions) {
  AlgorithmDescription large = drawn("a:a");
  for (const auto& [name, kibibytes] :
       {std::pair{"SMALL", 1}, std::pair{"HUGE", 900}, std::pair{"BIG", 200}}) {
    large.parameters.push_back(drawnParameter(name, "string"));
    large.parameters.back().definition = {{"help", std::string(kibibytes << 10, 'x')}};
  }
  drawn_.set({large});
  v1::Algorithm told;
  const grpc::Status status = get("algorithms/a:a", &told);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_LE(told.ByteSizeLong(), kMaxMessageBytes);
  ASSERT_EQ(told.parameters_size(), 3);
  EXPECT_TRUE(told.parameters(0).has_definition());
  EXPECT_FALSE(told.parameters(1).has_definition());
  EXPECT_TRUE(told.parameters(2).has_definition());
}

TEST_F(AlgorithmsTest, BeforeTheyAreKnownTheAnswerSaysWhenToTryAgain) {
  v1::ListAlgorithmsResponse page;
  const grpc::Status status = list({}, &page);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(detail(status).reason(), "CATALOGUE_NOT_READY");
  EXPECT_TRUE(detail(status).has_retry_delay());
}

TEST_F(AlgorithmsTest, AWrongNameAndAnUnknownOneAreExplained) {
  drawn_.set({buffer()});
  v1::Algorithm told;
  EXPECT_EQ(detail(get("native:buffer", &told)).reason(), "INVALID_NAME");
  const grpc::Status status = get("algorithms/native:bufer", &told);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(detail(status).reason(), "UNKNOWN_ALGORITHM");
  EXPECT_THAT(detail(status).accepted(), HasSubstr("native:buffer"));
}

TEST_F(AlgorithmsTest, ATokenIsOfOneFilter) {
  drawn_.set({drawn("a:a"), drawn("a:b")});
  v1::ListAlgorithmsRequest request;
  request.set_page_size(1);
  v1::ListAlgorithmsResponse page;
  ASSERT_TRUE(list(request, &page).ok());
  request.set_page_token(page.next_page_token());
  request.set_search("b");
  EXPECT_EQ(detail(list(request, &page)).reason(), "INVALID_PAGE_TOKEN");
}

}  // namespace
}  // namespace geotask
