// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/status.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

v1::ErrorDetail detailOf(const grpc::Status& status) {
  v1::StatusDetails details;
  v1::ErrorDetail detail;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), status.error_code());
  EXPECT_EQ(details.details_size(), 1);
  EXPECT_TRUE(details.details(0).UnpackTo(&detail));
  return detail;
}

TEST(Status, OkIsOkAndCarriesNothing) {
  EXPECT_TRUE(toGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(toGrpc(absl::OkStatus()).error_details().empty());
}

struct Row {
  absl::StatusCode code;
  grpc::StatusCode expected;
};

class StatusTable : public testing::TestWithParam<Row> {};

TEST_P(StatusTable, EachCodeHasItsOwn) {
  const grpc::Status status = toGrpc(makeError(GetParam().code, {"SOME_REASON", "a.b", "1", "2"}));
  EXPECT_EQ(status.error_code(), GetParam().expected);
  EXPECT_EQ(detailOf(status).reason(), "SOME_REASON");
}

INSTANTIATE_TEST_SUITE_P(
    Codes, StatusTable,
    testing::Values(Row{absl::StatusCode::kCancelled, grpc::StatusCode::CANCELLED},
                    Row{absl::StatusCode::kUnknown, grpc::StatusCode::INTERNAL},
                    Row{absl::StatusCode::kInvalidArgument, grpc::StatusCode::INVALID_ARGUMENT},
                    Row{absl::StatusCode::kDeadlineExceeded, grpc::StatusCode::DEADLINE_EXCEEDED},
                    Row{absl::StatusCode::kNotFound, grpc::StatusCode::NOT_FOUND},
                    Row{absl::StatusCode::kAlreadyExists, grpc::StatusCode::ALREADY_EXISTS},
                    Row{absl::StatusCode::kPermissionDenied, grpc::StatusCode::PERMISSION_DENIED},
                    Row{absl::StatusCode::kResourceExhausted, grpc::StatusCode::RESOURCE_EXHAUSTED},
                    Row{absl::StatusCode::kFailedPrecondition,
                        grpc::StatusCode::FAILED_PRECONDITION},
                    Row{absl::StatusCode::kAborted, grpc::StatusCode::ABORTED},
                    Row{absl::StatusCode::kOutOfRange, grpc::StatusCode::OUT_OF_RANGE},
                    Row{absl::StatusCode::kUnimplemented, grpc::StatusCode::UNIMPLEMENTED},
                    Row{absl::StatusCode::kInternal, grpc::StatusCode::INTERNAL},
                    Row{absl::StatusCode::kUnavailable, grpc::StatusCode::UNAVAILABLE},
                    Row{absl::StatusCode::kDataLoss, grpc::StatusCode::DATA_LOSS},
                    Row{absl::StatusCode::kUnauthenticated, grpc::StatusCode::UNAUTHENTICATED}));

TEST(Status, TheDetailHasAllThatTheErrorHas) {
  const v1::ErrorDetail detail = detailOf(toGrpc(makeError(
      absl::StatusCode::kResourceExhausted,
      {"QUEUE_FULL", "spec", "100001 jobs", "100000", "Wait.", absl::Milliseconds(1500)})));
  EXPECT_EQ(detail.field(), "spec");
  EXPECT_EQ(detail.given(), "100001 jobs");
  EXPECT_EQ(detail.accepted(), "100000");
  EXPECT_EQ(detail.remedy(), "Wait.");
  EXPECT_EQ(detail.retry_delay().seconds(), 1);
  EXPECT_EQ(detail.retry_delay().nanos(), 500000000);
}

TEST(Status, ALongMessageFitsIntoTheMetadataOfAnAnswer) {
  const std::string large(100000, 'x');
  const grpc::Status status =
      toGrpc(makeError(absl::StatusCode::kInternal, {"INTERNAL", large, large, large, large}));
  EXPECT_LT(status.error_message().size() + status.error_details().size() * 4 / 3, 6000u);
}

}  // namespace
}  // namespace geotask
