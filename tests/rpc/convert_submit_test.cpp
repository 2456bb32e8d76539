// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/convert_submit.h"

#include <gtest/gtest.h>

#include "domain/errors.h"

namespace geotask {
namespace {

v1::SubmitJobRequest withLayer(const std::string& layer) {
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_buffer();
  request.mutable_spec()->mutable_input()->set_layer(layer);
  return request;
}

ErrorDetail refusal(v1::SubmitJobRequest request) {
  return errorDetail(takeSubmit(request, "local", {}).status());
}

TEST(ConvertSubmit, ALayerIsASourceAndANameThatMayHaveSlashes) {
  v1::SubmitJobRequest request = withLayer("data:world/a/b c");
  const auto submit = takeSubmit(request, "me", {});
  ASSERT_TRUE(submit.ok());
  EXPECT_EQ(submit->principal, "me");
  EXPECT_EQ(submit->spec.source, "world");
  EXPECT_EQ(submit->spec.layer, "a/b c");
  EXPECT_EQ(submit->inputs.features, nullptr);
}

TEST(ConvertSubmit, WhatIsRequiredIsNamed) {
  EXPECT_EQ(refusal({}).reason, "MISSING_FIELD");
  EXPECT_EQ(refusal({}).field, "spec");
  v1::SubmitJobRequest request;
  request.mutable_spec()->set_priority(1);
  EXPECT_EQ(refusal(request).field, "spec.operation");
  request.mutable_spec()->mutable_buffer();
  EXPECT_EQ(refusal(request).field, "spec.input");
}

TEST(ConvertSubmit, ACrsForGeoJsonWithoutGeoJsonConflicts) {
  v1::SubmitJobRequest request = withLayer("data:world/countries");
  request.mutable_spec()->mutable_input()->set_geojson_crs("EPSG:3857");
  EXPECT_EQ(refusal(request).reason, "CONFLICTING_FIELDS");
}

TEST(ConvertSubmit, ARowAtFaultIsNamedByItsPath) {
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_buffer();
  v1::InlineFeatures& features = *request.mutable_spec()->mutable_input()->mutable_features();
  for (int i = 0; i < 4; ++i) features.add_features();
  features.mutable_features(3)->set_wkb("no WKB");
  EXPECT_EQ(refusal(request).reason, "INVALID_WKB");
  EXPECT_EQ(refusal(request).field, "spec.input.features.features[3].wkb");
}

TEST(ConvertSubmit, ASchemaAtFaultIsNamedByItsPath) {
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_buffer();
  request.mutable_spec()->mutable_input()->mutable_features()->mutable_schema()->add_fields();
  EXPECT_EQ(refusal(request).field, "spec.input.features.schema.fields[0].type");
}

TEST(ConvertSubmit, GeoJsonAtFaultIsNamedWithThePlaceInTheText) {
  v1::SubmitJobRequest request;
  request.mutable_spec()->mutable_buffer();
  request.mutable_spec()->mutable_input()->set_geojson(
      R"({"type": "FeatureCollection", "features": [
          {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0]}}]})");
  const absl::Status status = takeSubmit(request, "local", {}).status();
  EXPECT_EQ(errorDetail(status).field, "spec.input.geojson");
  EXPECT_EQ(std::string(status.message()).substr(0, 57),
            "spec.input.geojson: features[0].geometry.coordinates: [0]");
}

TEST(ConvertSubmit, OptionsThatAreNotGivenStayOpen) {
  v1::SubmitJobRequest request = withLayer("data:world/countries");
  const auto empty = takeSubmit(request, "local", {});
  EXPECT_FALSE(empty->spec.buffer.distance || empty->spec.buffer.segments || empty->spec.ttl);
  request = withLayer("data:world/countries");
  request.mutable_spec()->mutable_buffer()->set_distance(0);
  request.mutable_spec()->mutable_ttl()->set_nanos(500000000);
  const auto given = takeSubmit(request, "local", {});
  EXPECT_EQ(given->spec.buffer.distance, 0.0);
  EXPECT_EQ(given->spec.ttl, absl::Milliseconds(500));
}

}  // namespace
}  // namespace geotask
