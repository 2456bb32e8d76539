// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "geotask/client.h"
#include "geotask/request_id.h"
#include "geotask/retry.h"
#include "geotask/v1/error.pb.h"

namespace geotask::client {
namespace {

using std::chrono::milliseconds;

TEST(Error, CarriesTheFactsOfTheTrailer) {
  v1::ErrorDetail detail;
  detail.set_reason("QUEUE_FULL");
  detail.set_field("spec");
  detail.set_given("7");
  detail.set_accepted("at most 5");
  detail.set_remedy("Wait.");
  detail.mutable_retry_delay()->set_seconds(1);
  detail.mutable_retry_delay()->set_nanos(500000000);
  v1::StatusDetails details;
  details.add_details()->PackFrom(detail);
  const Error error = errorFromStatus(
      grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "Full.", details.SerializeAsString()));
  EXPECT_EQ(error.code, grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(error.message, "Full.");
  EXPECT_EQ(error.reason, "QUEUE_FULL");
  EXPECT_EQ(error.field, "spec");
  EXPECT_EQ(error.given, "7");
  EXPECT_EQ(error.accepted, "at most 5");
  EXPECT_EQ(error.remedy, "Wait.");
  EXPECT_EQ(error.retry_delay, milliseconds(1500));
}

TEST(Error, OfAForeignServerHasNoReason) {
  const Error error = errorFromStatus(grpc::Status(grpc::StatusCode::INTERNAL, "Oops", "\xff\x01"));
  EXPECT_EQ(error.message, "Oops");
  EXPECT_EQ(error.reason, "");
}

TEST(Retry, HappensOnlyWhenTheServerIsUnavailable) {
  Retry retry{RetryPolicy()};
  EXPECT_FALSE(retry.next(localError(grpc::StatusCode::NOT_FOUND, "", "")));
  EXPECT_FALSE(retry.next(localError(grpc::StatusCode::RESOURCE_EXHAUSTED, "", "")));
  EXPECT_TRUE(retry.next(localError(grpc::StatusCode::UNAVAILABLE, "", "")));
}

TEST(Retry, DoublesItsWaitsAndGivesUp) {
  RetryPolicy policy;
  policy.attempts = 4;
  policy.first_wait = milliseconds(100);
  Retry retry(policy);
  const Error error = localError(grpc::StatusCode::UNAVAILABLE, "", "");
  EXPECT_EQ(retry.next(error), milliseconds(100));
  EXPECT_EQ(retry.next(error), milliseconds(200));
  EXPECT_EQ(retry.next(error), milliseconds(400));
  EXPECT_EQ(retry.next(error), std::nullopt);
}

TEST(Retry, WaitsAsLongAsTheServerAsksWithinItsBound) {
  RetryPolicy policy;
  policy.longest_wait = milliseconds(3000);
  Retry retry(policy);
  Error error = localError(grpc::StatusCode::UNAVAILABLE, "DRAINING", "");
  error.retry_delay = milliseconds(2000);
  EXPECT_EQ(retry.next(error), milliseconds(2000));
  error.retry_delay = milliseconds(60000);
  EXPECT_EQ(retry.next(error), milliseconds(3000));
}

TEST(RequestId, IsAnotherUuidEachTime) {
  const std::string id = newRequestId();
  ASSERT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(id, newRequestId());
}

TEST(Client, SaysThatNobodyAnswers) {
  RetryPolicy policy;
  policy.attempts = 1;
  Client client("unix:/nonexistent/geotask.sock", policy);
  const Result<v1::Job> job = client.get("jobs/a");
  ASSERT_FALSE(job.ok());
  EXPECT_EQ(job.error().code, grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace geotask::client
