// SPDX-License-Identifier: GPL-2.0-or-later
//
// Features.Transform: what its start says and how it is refused. All else it shares with Buffer.
#include <gtest/gtest.h>

#include "rpc/features_fixture.h"

namespace geotask {
namespace {

class FeaturesTransformTest : public FeaturesTest {
 protected:
  // One message: `start` with the schema of a point layer in EPSG:4326, and one row.
  v1::TransformRequest request() {
    v1::TransformRequest request;
    *request.mutable_start()->mutable_schema() = start().start().schema();
    request.mutable_start()->mutable_schema()->set_crs("EPSG:4326");
    request.mutable_start()->set_job_id("a");
    *request.mutable_batch()->add_features() = row(1, "one");
    request.mutable_end()->set_feature_count(1);
    return request;
  }

  v1::Transform& chain(v1::TransformRequest& request) {
    return *request.mutable_start()->mutable_transform();
  }

  grpc::Status call(const v1::TransformRequest& request, v1::FeaturesResponse* answer) {
    grpc::ClientContext context;
    const auto stream = features_->Transform(&context);
    stream->Write(request);
    stream->WritesDone();
    v1::FeaturesResponse message;
    while (stream->Read(&message)) answer->MergeFrom(message);
    return stream->Finish();
  }

  // "OUT_OF_RANGE start.transform.operations[0].smooth.iterations".
  std::string refusal(const v1::TransformRequest& request) {
    v1::FeaturesResponse answer;
    const grpc::Status status = call(request, &answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    return detail(status).reason() + " " + detail(status).field();
  }
};

TEST_F(FeaturesTransformTest, TheHeaderTellsWhatTheWholeChainGives) {
  v1::TransformRequest asked = request();
  chain(asked).add_operations()->mutable_reproject()->set_target_crs("EPSG:3857");
  chain(asked).add_operations()->mutable_convex_hull();
  v1::FeaturesResponse answer;
  ASSERT_TRUE(call(asked, &answer).ok());
  const v1::Schema& schema = answer.header().schema();
  EXPECT_EQ(schema.geometry_type(), "Polygon");
  EXPECT_EQ(schema.crs(), "EPSG:3857");
  ASSERT_EQ(schema.fields_size(), 3);
  EXPECT_EQ(schema.fields(1).name(), "area");
  EXPECT_EQ(answer.summary().features_out(), 1u);
}

TEST_F(FeaturesTransformTest, TheJobShowsItsChain) {
  v1::TransformRequest asked = request();
  chain(asked).add_operations()->mutable_centroid()->set_all_parts(true);
  v1::FeaturesResponse answer;
  ASSERT_TRUE(call(asked, &answer).ok());
  const v1::Job job = get();
  EXPECT_TRUE(job.volatile_call());
  EXPECT_FALSE(job.spec().has_buffer());
  ASSERT_EQ(job.spec().transform().operations_size(), 1);
  EXPECT_TRUE(job.spec().transform().operations(0).centroid().all_parts());
}

TEST_F(FeaturesTransformTest, WhatIsWrongWithTheChainIsNamedFromTheStartOn) {
  v1::TransformRequest asked = request();
  EXPECT_EQ(refusal(asked), "MISSING_FIELD start.transform");
  chain(asked);
  EXPECT_EQ(refusal(asked), "MISSING_FIELD start.transform.operations");
  chain(asked).add_operations()->mutable_swap_xy();
  chain(asked).add_operations();
  EXPECT_EQ(refusal(asked), "MISSING_FIELD start.transform.operations[1]");
  v1::Transform::Operation& operation = *chain(asked).mutable_operations(1);
  operation.mutable_simplify()->set_tolerance(-1);
  EXPECT_EQ(refusal(asked), "OUT_OF_RANGE start.transform.operations[1].simplify.tolerance");
  operation.mutable_simplify()->set_method(static_cast<v1::Transform::Simplify::Method>(9));
  EXPECT_EQ(refusal(asked), "OUT_OF_RANGE start.transform.operations[1].simplify.method");
  operation.mutable_buffer()->set_segments(0);
  EXPECT_EQ(refusal(asked), "MISSING_FIELD start.transform.operations[1].buffer.distance");
  operation.mutable_buffer()->set_distance(1);
  operation.mutable_buffer()->clear_segments();
  operation.mutable_buffer()->set_dissolve(true);
  EXPECT_EQ(refusal(asked), "CONFLICTING_FIELDS start.transform.operations[1].buffer.dissolve");
  operation.mutable_smooth();
  EXPECT_EQ(refusal(asked), "UNSUITABLE_GEOMETRY_TYPE start.transform.operations[1].smooth");
}

TEST_F(FeaturesTransformTest, ReprojectionsNeedACrsThatIsKnown) {
  v1::TransformRequest asked = request();
  chain(asked).add_operations()->mutable_reproject()->set_target_crs("EPSG:3857");
  asked.mutable_start()->mutable_schema()->clear_crs();
  EXPECT_EQ(refusal(asked), "INVALID_CRS start.transform.operations[0].reproject.target_crs");
}

TEST_F(FeaturesTransformTest, AChainIsNoStoredJob) {
  v1::SubmitJobRequest submit;
  submit.mutable_spec()->mutable_input()->set_geojson("{}");
  submit.mutable_spec()->mutable_transform()->add_operations()->mutable_centroid();
  v1::Job job;
  grpc::ClientContext context;
  const grpc::Status status = jobs_->SubmitJob(&context, submit, &job);
  EXPECT_EQ(detail(status).reason(), "CALL_ONLY");
  EXPECT_EQ(detail(status).field(), "spec.transform");
}

}  // namespace
}  // namespace geotask
