// SPDX-License-Identifier: GPL-2.0-or-later
//
// Submits of algorithms: what is checked, in which order, and what the job then carries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/errors.h"
#include "domain/job_service.h"
#include "support/fake_calls.h"
#include "support/fake_catalogue.h"
#include "support/fake_clock.h"
#include "support/fake_job_runner.h"

namespace geotask {
namespace {

class ProcessingSubmitTest : public testing::Test {
 protected:
  static SubmitRequest request(const std::string& parameters,
                               const std::string& algorithm = "native:centroids") {
    SubmitRequest request;
    request.principal = "ann";
    request.job_id = "a";
    request.spec.operation = Operation::kProcessing;
    request.spec.processing.algorithm = algorithm;
    request.spec.processing.parameters = Json::parse(parameters);
    return request;
  }
  absl::StatusOr<JobSnapshot> submit(SubmitRequest request) {
    absl::StatusOr<JobSnapshot> answer = absl::InternalError("no answer");
    service_.submit(std::move(request), [&](absl::StatusOr<JobSnapshot> job) { answer = job; });
    return answer;
  }
  ErrorDetail refusal(SubmitRequest request) {
    return errorDetail(submit(std::move(request)).status());
  }

  FakeClock clock_;
  FakeCatalogue sources_;
  FakeCrsRegistry crs_;
  FakeJobRunner runner_;
  JobBoard board_{clock_, {10}};
  Scheduler scheduler_{{}, clock_, board_, runner_};
  DatasetService datasets_{{}, clock_, crs_};
  FakeCallDesk calls_;
  JobService service_{{}, clock_, sources_, crs_, datasets_, calls_.desk, board_, scheduler_};
};

TEST_F(ProcessingSubmitTest, AGoodOneIsQueuedForAWorker) {
  const auto job = submit(request(R"({"INPUT": "data:world/lakes"})"));
  ASSERT_TRUE(job.ok()) << job.status();
  EXPECT_EQ(job->state, JobState::kQueued);
  EXPECT_FALSE(scheduler_.take(Budget::kCompute));
  EXPECT_EQ(scheduler_.take(Budget::kWorker)->job_id, "a");
}

TEST_F(ProcessingSubmitTest, AnUnknownAlgorithmComesWithThoseSpelledAlike) {
  const ErrorDetail detail = refusal(request("{}", "native:centroid"));
  EXPECT_EQ(detail.reason, "UNKNOWN_ALGORITHM");
  EXPECT_EQ(detail.field, "spec.processing.algorithm");
  EXPECT_EQ(detail.given, "native:centroid");
  EXPECT_THAT(detail.accepted, testing::HasSubstr("native:centroids"));
}

TEST_F(ProcessingSubmitTest, ADeniedAlgorithmSaysWhatWouldAllowIt) {
  const auto refused = submit(request("{}", "native:wipe"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(errorDetail(refused.status()).reason, "ALGORITHM_DENIED");
  EXPECT_THAT(errorDetail(refused.status()).remedy, testing::HasSubstr("allow"));
}

TEST_F(ProcessingSubmitTest, ADeniedArgumentNamesItsParameter) {
  EXPECT_EQ(refusal(request(R"({"EXTRA": "-x"})")).field, "spec.processing.parameters.EXTRA");
}

TEST_F(ProcessingSubmitTest, AReferenceThatLeadsNowhereNamesItsParameter) {
  const ErrorDetail detail = refusal(request(R"({"INPUT": "dataset:ponds"})"));
  EXPECT_EQ(detail.reason, "DATASET_NOT_FOUND");
  EXPECT_EQ(detail.field, "spec.processing.parameters.INPUT");
  EXPECT_EQ(detail.given, "dataset:ponds");
}

TEST_F(ProcessingSubmitTest, WhatQgisRefusesIsRefusedAndLeavesNothing) {
  EXPECT_EQ(refusal(request(R"({"BAD": 1})")).reason, "INVALID_PARAMETER");
  EXPECT_FALSE(service_.get("ann", "a").ok());
  EXPECT_TRUE(service_.idle());
}

TEST_F(ProcessingSubmitTest, TheCheckIsMadeWithWhatTheReferencesStandFor) {
  ASSERT_TRUE(submit(request(R"({"INPUT": "data:world/rivers|option"})")).ok());
  ASSERT_EQ(calls_.checker.asked.size(), 1u);
  EXPECT_EQ(calls_.checker.asked[0].uri, "/data/world.gpkg|layername=rivers");
}

TEST_F(ProcessingSubmitTest, WarningsOfTheCheckStandInTheLog) {
  ASSERT_TRUE(submit(request(R"({"ODD": 1})")).ok());
  WatchStart all;
  all.replay = true;
  const auto watch = service_.watch("ann", "a", all, [] {});
  ASSERT_TRUE(watch.ok());
  std::string said;
  for (const JobEvent& event : (*watch)->pull(32).events) {
    if (const auto* line = std::get_if<LogLine>(&event.what)) said += line->message;
  }
  EXPECT_EQ(said, "ODD is no parameter");
}

TEST_F(ProcessingSubmitTest, UntilTheAlgorithmsAreKnownItIsToBeTriedAgain) {
  calls_.algorithms.known = false;
  const auto refused = submit(request("{}"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errorDetail(refused.status()).reason, "CATALOGUE_NOT_READY");
  EXPECT_GT(errorDetail(refused.status()).retry_delay, absl::ZeroDuration());
}

TEST_F(ProcessingSubmitTest, ARepeatOfARequestMakesNoSecondJob) {
  SubmitRequest first = request("{}");
  first.request_id = "once";
  first.fingerprint = "print";
  ASSERT_TRUE(submit(first).ok());
  calls_.checker.asked.resize(5);
  first.job_id.clear();
  EXPECT_EQ(submit(first)->id, "a");
  EXPECT_EQ(calls_.checker.asked.size(), 5u) << "QGIS was asked again";
}

TEST_F(ProcessingSubmitTest, ValidateOnlyAsksQgisAndRegistersNothing) {
  SubmitRequest dry = request("{}");
  dry.validate_only = true;
  EXPECT_TRUE(submit(dry).ok());
  EXPECT_FALSE(service_.get("ann", "a").ok());
  dry.spec.processing.parameters["BAD"] = 1;
  EXPECT_EQ(refusal(dry).reason, "INVALID_PARAMETER");
}

}  // namespace
}  // namespace geotask
