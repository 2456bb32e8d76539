// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is too large for the operator's limits is refused at the door, with the limit and the way
// round it.
#include <gtest/gtest.h>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

Limits smallLimits() {
  Limits limits;
  limits.max_inline_bytes = 200;
  limits.max_inline_features = 3;
  limits.max_upload_bytes = 300;
  limits.max_vertices = 2;
  return limits;
}

class RequestLimitsTest : public RpcTest {
 protected:
  RequestLimitsTest() : RpcTest({}, smallLimits()) {}

  v1::ErrorDetail refusal(const v1::SubmitJobRequest& request) {
    grpc::ClientContext context;
    v1::Job job;
    const grpc::Status status = jobs_->SubmitJob(&context, request, &job);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_TRUE(jobs_->ListJobs(&list_, {}, &page_).ok());
    EXPECT_EQ(page_.jobs_size(), 0);
    return detail(status);
  }
  static v1::SubmitJobRequest geoJson(const std::string& text) {
    v1::SubmitJobRequest request = points(0);
    request.mutable_spec()->mutable_input()->set_geojson(text);
    return request;
  }

  grpc::ClientContext list_;
  v1::ListJobsResponse page_;
};

TEST_F(RequestLimitsTest, TooManyFeaturesInside) {
  const v1::ErrorDetail detail = refusal(points(4));
  EXPECT_EQ(detail.reason(), "INLINE_TOO_LARGE");
  EXPECT_EQ(detail.field(), "spec.input.features");
  EXPECT_EQ(detail.given(), "4 features");
  EXPECT_EQ(detail.accepted(), "at most 3 features");
  EXPECT_NE(detail.remedy().find("SubmitJobWithFeatures"), std::string::npos);
}

TEST_F(RequestLimitsTest, AsManyFeaturesAsAllowedAreTaken) { submit(points(3)); }

TEST_F(RequestLimitsTest, TooManyBytesInside) {
  v1::SubmitJobRequest request = points(1);
  v1::InlineFeatures& features = *request.mutable_spec()->mutable_input()->mutable_features();
  features.mutable_schema()->mutable_fields()->Add()->set_name(std::string(200, 'n'));
  EXPECT_EQ(refusal(request).reason(), "INLINE_TOO_LARGE");
}

TEST_F(RequestLimitsTest, TooLargeAGeoJson) {
  const v1::ErrorDetail detail =
      refusal(geoJson(R"({"type": "Point", "coordinates": [1, 2]})" + std::string(200, ' ')));
  EXPECT_EQ(detail.reason(), "INLINE_TOO_LARGE");
  EXPECT_EQ(detail.field(), "spec.input.geojson");
}

TEST_F(RequestLimitsTest, TooManyVerticesInGeoJson) {
  const v1::ErrorDetail detail =
      refusal(geoJson(R"({"type": "LineString", "coordinates": [[0, 0], [1, 1], [2, 0]]})"));
  EXPECT_EQ(detail.reason(), "TOO_MANY_VERTICES");
  EXPECT_EQ(detail.field(), "spec.input.geojson");
  EXPECT_EQ(detail.given(), "feature 1 with 3 vertices");
}

TEST_F(RequestLimitsTest, TooLargeAnUpload) {
  grpc::ClientContext context;
  v1::Job job;
  auto stream = jobs_->SubmitJobWithFeatures(&context, &job);
  v1::SubmitJobWithFeaturesRequest message;
  *message.mutable_submit() = points(0);
  stream->Write(message);
  for (int i = 0; i < 20; ++i) {
    v1::Feature& row = *message.mutable_batch()->add_features();
    row.set_wkb(pointWkb(i));
    if (!stream->Write(message)) break;
  }
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(detail(status).reason(), "UPLOAD_TOO_LARGE");
  EXPECT_EQ(spool_.writers(), 0);
}

}  // namespace
}  // namespace geotask
