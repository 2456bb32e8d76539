// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

class ErrorsTest : public RpcTest {
 protected:
  v1::ErrorDetail refused(const v1::SubmitJobRequest& request, grpc::StatusCode code) {
    grpc::ClientContext context;
    v1::Job job;
    const grpc::Status status = jobs_->SubmitJob(&context, request, &job);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    return detail(status);
  }
};

TEST_F(ErrorsTest, AnUnknownSourceIsNotFound) {
  v1::SubmitJobRequest request = points(0);
  request.mutable_spec()->mutable_input()->set_layer("data:moon/craters");
  const v1::ErrorDetail detail = refused(request, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(detail.reason(), "UNKNOWN_SOURCE");
  EXPECT_EQ(detail.field(), "spec.input.layer");
}

TEST_F(ErrorsTest, APathIsNoLayer) {
  v1::SubmitJobRequest request = points(0);
  for (const char* path : {"/etc/passwd", "../x.gpkg", "/vsicurl/http://x/y", "data:", "data:/x"}) {
    request.mutable_spec()->mutable_input()->set_layer(path);
    const v1::ErrorDetail detail = refused(request, grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(detail.reason(), "INVALID_LAYER");
    EXPECT_EQ(detail.given(), path);
    EXPECT_EQ(detail.accepted(), "data:SOURCE/LAYER");
  }
}

TEST_F(ErrorsTest, ANameOfAnotherKindIsInvalid) {
  for (const char* name : {"", "a", "jobs/", "jobs/a/b", "datasets/a"}) {
    grpc::ClientContext context;
    v1::GetJobRequest request;
    request.set_name(name);
    v1::Job job;
    const grpc::Status status = jobs_->GetJob(&context, request, &job);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(detail(status).reason(), "INVALID_NAME");
  }
}

TEST_F(ErrorsTest, AnEnumValueThatIsNotKnownIsOutOfRange) {
  v1::SubmitJobRequest request = points(1);
  request.mutable_spec()->mutable_buffer()->set_cap_style(static_cast<v1::Buffer::CapStyle>(9));
  const v1::ErrorDetail detail = refused(request, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail.reason(), "OUT_OF_RANGE");
  EXPECT_EQ(detail.field(), "spec.buffer.cap_style");
  EXPECT_EQ(detail.accepted(), "CAP_STYLE_ROUND, CAP_STYLE_FLAT, CAP_STYLE_SQUARE");
}

TEST_F(ErrorsTest, AListOfStatesThatAreNoneIsOutOfRange) {
  grpc::ClientContext context;
  v1::ListJobsRequest request;
  request.add_states(v1::JOB_STATE_UNSPECIFIED);
  v1::ListJobsResponse page;
  EXPECT_EQ(detail(jobs_->ListJobs(&context, request, &page)).field(), "states[0]");
}

TEST_F(ErrorsTest, ATakenIdExists) {
  submit(points(1));
  EXPECT_EQ(refused(points(1), grpc::StatusCode::ALREADY_EXISTS).reason(), "JOB_EXISTS");
}

TEST_F(ErrorsTest, ADrainingServerIsUnavailable) {
  service_.drain();
  const v1::ErrorDetail detail = refused(points(1), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(detail.reason(), "DRAINING");
  EXPECT_TRUE(detail.has_retry_delay());
}

}  // namespace
}  // namespace geotask
