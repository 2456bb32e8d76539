// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/job_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telemetry/log.h"

namespace geotask {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class JobLog : public testing::Test {
 protected:
  JobLog() {
    initLogging(LogFormat::kText, LogLevel::kInfo);
    auto spec = std::make_shared<JobSpec>();
    spec->priority = 2;
    job_.id = "a1";
    job_.principal = "default";
    job_.spec = spec;
    job_.create_time = absl::UnixEpoch();
  }

  std::string lineFor(JobState state) {
    job_.state = state;
    testing::internal::CaptureStderr();
    JobLogger().onStateChanged(job_);
    return testing::internal::GetCapturedStderr();
  }

  JobSnapshot job_;
};

TEST_F(JobLog, EachStateHasItsEvent) {
  EXPECT_THAT(lineFor(JobState::kQueued),
              EndsWith(" INFO job_queued job=a1 principal=default priority=2\n"));
  EXPECT_THAT(lineFor(JobState::kRunning), EndsWith(" INFO job_started job=a1 attempt=1\n"));
  EXPECT_THAT(lineFor(JobState::kCancelling), EndsWith(" INFO job_cancelling job=a1\n"));
}

TEST_F(JobLog, TheEndSaysHowMuchAndHowLong) {
  job_.start_time = job_.create_time + absl::Milliseconds(250);
  job_.end_time = job_.start_time + absl::Seconds(2);
  job_.progress.features_done = 7;
  job_.outputs.resize(1);
  job_.outputs[0].features = 5;
  job_.outputs[0].bytes = 1234;
  EXPECT_THAT(lineFor(JobState::kSucceeded),
              EndsWith(" INFO job_finished job=a1 state=SUCCEEDED features_in=7 features_out=5 "
                       "bytes_out=1234 seconds_queued=0.25 seconds_running=2.0\n"));
}

TEST_F(JobLog, ACallIsToldOnceWhenItIsOver) {
  auto spec = std::make_shared<JobSpec>();
  spec->volatile_call = true;
  job_.spec = spec;
  EXPECT_EQ(lineFor(JobState::kQueued) + lineFor(JobState::kRunning), "");
  job_.start_time = job_.end_time = job_.create_time;
  job_.progress.features_done = 7;
  EXPECT_THAT(lineFor(JobState::kSucceeded),
              EndsWith(" INFO job_finished job=a1 state=SUCCEEDED features_in=7 call=true "
                       "seconds_queued=0.0 seconds_running=0.0\n"));
}

TEST_F(JobLog, AFailureIsAWarningWithItsReason) {
  job_.start_time = job_.create_time;
  job_.end_time = job_.create_time;
  JobError error;
  error.detail.reason = "SPOOL_FULL";
  error.message = "No space left on device";
  job_.error = error;
  EXPECT_THAT(lineFor(JobState::kFailed),
              HasSubstr(" WARNING job_finished job=a1 state=FAILED reason=SPOOL_FULL "
                        "message=\"No space left on device\" "));
}

TEST_F(JobLog, AJobThatNeverStartedOnlyWaited) {
  job_.end_time = job_.create_time + absl::Seconds(3);
  const std::string line = lineFor(JobState::kCancelled);
  EXPECT_THAT(line, HasSubstr("state=CANCELLED"));
  EXPECT_THAT(line, HasSubstr("seconds_queued=3.0"));
  EXPECT_THAT(line, Not(HasSubstr("seconds_running")));
}

}  // namespace
}  // namespace geotask
