// SPDX-License-Identifier: GPL-2.0-or-later
//
// How calls of Features end before their time.
#include <gtest/gtest.h>

#include "rpc/features_fixture.h"
#include "support/gate.h"

namespace geotask {
namespace {

TEST_F(FeaturesTest, ARowThatCannotBeWorkedOnEndsTheCallWithItsReason) {
  for (const bool at_once : {true, false}) {
    const std::string id = at_once ? "a" : "b";
    Request first = at_once ? whole({row(1), row(kBadRow)}) : start(id);
    const Answer answer =
        at_once ? send({first}) : send({first, batch({row(1), row(kBadRow)}), end(2)});
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    const v1::ErrorDetail error = detail(answer.status);
    EXPECT_EQ(error.reason(), "DISTANCE_IS_NULL");
    EXPECT_EQ(error.field(), "start.buffer.distance_field");
    EXPECT_EQ(error.remedy(), "Give start.buffer.distance.");
    EXPECT_EQ(answer.status.error_message(), "feature -666: it is bad");
    EXPECT_FALSE(answer.summary.features_in() > 0);
    EXPECT_EQ(waitForEnd(id).state(), v1::JOB_STATE_FAILED);
  }
}

TEST_F(FeaturesTest, CancelJobEndsTheCall) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  ASSERT_TRUE(call->stream->Write(batch({row(1)})));
  Response message;
  while (message.batch().features().empty()) ASSERT_TRUE(call->stream->Read(&message));
  ASSERT_TRUE(cancel().ok());
  const Answer answer = readAll(*call);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(detail(answer.status).reason(), "CANCELLED_BY_CLIENT");
  EXPECT_EQ(get().state(), v1::JOB_STATE_CANCELLED);
}

TEST_F(FeaturesTest, CancelJobEndsACallWhoseWorkIsAtIt) {
  runner_.beforeChunk([](uint64_t, ChunkContext& context) {
    while (!context.cancelled()) std::this_thread::yield();
    return absl::OkStatus();
  });
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  ASSERT_TRUE(call->stream->Write(batch({row(1)})));
  waitFor();
  while (get().progress().stage() != v1::STAGE_BUFFERING) std::this_thread::yield();
  ASSERT_TRUE(cancel().ok());
  EXPECT_EQ(detail(readAll(*call).status).reason(), "CANCELLED_BY_CLIENT");
}

TEST_F(FeaturesTest, AClientThatGoesTakesItsJobWithIt) {
  for (int i = 0; i < 20; ++i) {
    const std::string id = "a" + std::to_string(i);
    {
      auto call = begin();
      ASSERT_TRUE(call->stream->Write(start(id)));
      ASSERT_TRUE(call->stream->Write(batch({row(1)})));
      waitFor(id);
      call->context.TryCancel();
      EXPECT_EQ(call->stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    }
    const v1::Job job = waitForEnd(id);
    EXPECT_EQ(job.state(), v1::JOB_STATE_CANCELLED);
    EXPECT_EQ(job.error().reason(), "CLIENT_GONE");
  }
}

TEST_F(FeaturesTest, ADrainLetsACallGoOnAndTakesNoOther) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  waitFor();
  while (get().state() == v1::JOB_STATE_QUEUED) std::this_thread::yield();
  service_.drain();
  const grpc::Status refused = send({whole({row(1)})}).status;
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(detail(refused).reason(), "DRAINING");
  ASSERT_TRUE(call->stream->Write(batch({row(1)})));
  ASSERT_TRUE(call->stream->Write(end(1)));
  EXPECT_TRUE(readAll(*call).status.ok());
  EXPECT_TRUE(service_.idle());
}

TEST_F(FeaturesTest, TheEndOfADrainEndsTheCall) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  waitFor();
  service_.cancelAll();
  const grpc::Status status = readAll(*call).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(detail(status).reason(), "SHUTDOWN");
}

class FewStreamsTest : public FeaturesTest {
 protected:
  static Limits limits() {
    Limits limits;
    limits.max_streams = 1;
    limits.upload_idle = absl::Milliseconds(300);
    limits.max_running_jobs = 1;
    return limits;
  }
  FewStreamsTest() : FeaturesTest(limits()) {}
};

TEST_F(FewStreamsTest, ASilentCallIsBrokenOffAndMakesRoomForTheNext) {
  auto silent = begin();
  ASSERT_TRUE(silent->stream->Write(start()));
  waitFor();
  const grpc::Status refused = begin()->stream->Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(detail(refused).reason(), "TOO_MANY_STREAMS");
  EXPECT_TRUE(detail(refused).has_retry_delay());

  const grpc::Status end = readAll(*silent).status;
  EXPECT_EQ(end.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(detail(end).reason(), "STREAM_IDLE");
  EXPECT_EQ(waitForEnd().error().reason(), "STREAM_IDLE");
  Request next = whole({row(1)});
  next.mutable_start()->set_job_id("b");
  EXPECT_TRUE(send({next}).status.ok());
}

TEST_F(FewStreamsTest, ACallThatSendsNothingIsBrokenOffToo) {
  auto silent = begin();
  EXPECT_EQ(detail(readAll(*silent).status).reason(), "STREAM_IDLE");
}

// A client that waits for its results is not silent, however long they take.
TEST_F(FewStreamsTest, NobodyIsSilentWhileTheServerWorks) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t, ChunkContext&) {
    gate.pass();
    return absl::OkStatus();
  });
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  ASSERT_TRUE(call->stream->Write(batch({row(1)})));
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  gate.open();
  Response message;
  while (message.batch().features().empty()) ASSERT_TRUE(call->stream->Read(&message));
  ASSERT_TRUE(call->stream->Write(end(1)));
  EXPECT_TRUE(readAll(*call).status.ok());
}

// Calls have places of their own: one that waits for its rows keeps no job from starting.
TEST_F(FewStreamsTest, JobsRunBesideACallThatSleeps) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start("sleeps")));
  waitFor("sleeps");
  submit(points(3, "runs"));
  EXPECT_EQ(waitForEnd("runs").state(), v1::JOB_STATE_SUCCEEDED);
  ASSERT_TRUE(call->stream->Write(end(0)));
  EXPECT_TRUE(readAll(*call).status.ok());
}

class ShortRunTest : public FeaturesTest {
 protected:
  static Limits limits() {
    Limits limits;
    limits.max_run_time = absl::Milliseconds(200);
    return limits;
  }
  ShortRunTest() : FeaturesTest(limits()) {}
};

TEST_F(ShortRunTest, ACallThatTakesTooLongEnds) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  const grpc::Status status = readAll(*call).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(detail(status).reason(), "TIMEOUT");
  EXPECT_EQ(get().state(), v1::JOB_STATE_FAILED);
}

}  // namespace
}  // namespace geotask
