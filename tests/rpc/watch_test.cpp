// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "rpc/rpc_fixture.h"
#include "support/gate.h"

namespace geotask {
namespace {

// Events as words: "1 QUEUED", "log hello", "progress 3", "keep-alive".
std::string word(const v1::JobEvent& event) {
  if (event.has_job())
    return absl::StrCat(event.sequence(), " ", v1::JobState_Name(event.job().state()).substr(10));
  if (event.has_log()) return "log " + event.log().message();
  if (event.has_progress()) return absl::StrCat("progress ", event.progress().features_done());
  return "keep-alive";
}

class WatchTest : public RpcTest {
 protected:
  using RpcTest::RpcTest;

  static v1::WatchJobRequest watchOf(const std::string& id = "a") {
    v1::WatchJobRequest request;
    request.set_name("jobs/" + id);
    return request;
  }

  std::vector<std::string> watch(const v1::WatchJobRequest& request, grpc::Status& status) {
    grpc::ClientContext context;
    auto stream = jobs_->WatchJob(&context, request);
    std::vector<std::string> words;
    v1::JobEvent event;
    while (stream->Read(&event)) words.push_back(word(event));
    status = stream->Finish();
    return words;
  }
};

TEST_F(WatchTest, OfAFinishedJobIsItsStateAndTheEnd) {
  submit(points(1));
  waitForEnd();
  grpc::Status status;
  EXPECT_EQ(watch(watchOf(), status), std::vector<std::string>{"3 SUCCEEDED"});
  EXPECT_TRUE(status.ok());
}

TEST_F(WatchTest, WithReplayGivesAllNumberedEventsAfterThePresentState) {
  runner_.beforeChunk([](uint64_t chunk, ChunkContext& context) {
    if (chunk == 0) context.log(Severity::kWarning, "test", "hello");
    return absl::OkStatus();
  });
  submit(points(1));
  waitForEnd();
  v1::WatchJobRequest request = watchOf();
  request.set_replay(true);
  grpc::Status status;
  EXPECT_EQ(watch(request, status),
            (std::vector<std::string>{"0 SUCCEEDED", "1 QUEUED", "2 RUNNING", "log hello",
                                      "4 SUCCEEDED"}));
}

TEST_F(WatchTest, ResumesAfterANumber) {
  submit(points(1));
  waitForEnd();
  v1::WatchJobRequest request = watchOf();
  request.set_after_sequence(2);
  grpc::Status status;
  EXPECT_EQ(watch(request, status), (std::vector<std::string>{"0 SUCCEEDED", "3 SUCCEEDED"}));
}

TEST_F(WatchTest, AfterANumberThatWasNeverGivenIsOutOfRange) {
  submit(points(1));
  waitForEnd();
  v1::WatchJobRequest request = watchOf();
  request.set_after_sequence(99);
  grpc::Status status;
  EXPECT_TRUE(watch(request, status).empty());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(detail(status).reason(), "SEQUENCE_NOT_KEPT");
}

TEST_F(WatchTest, FollowsARunningJobToItsEnd) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t, ChunkContext&) {
    gate.pass();
    return absl::OkStatus();
  });
  submit(points(5));
  grpc::ClientContext context;
  auto stream = jobs_->WatchJob(&context, watchOf());
  v1::JobEvent event;
  ASSERT_TRUE(stream->Read(&event));
  EXPECT_TRUE(event.has_job());
  gate.open();
  while (stream->Read(&event)) continue;
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(event.job().state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(event.job().progress().features_done(), 5);
}

TEST_F(WatchTest, AClientThatLeavesCostsTheJobNothing) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t, ChunkContext&) {
    gate.pass();
    return absl::OkStatus();
  });
  submit(points(5));
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    auto stream = jobs_->WatchJob(&context, watchOf());
    v1::JobEvent event;
    ASSERT_TRUE(stream->Read(&event));
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  gate.open();
  EXPECT_EQ(waitForEnd().state(), v1::JOB_STATE_SUCCEEDED);
}

TEST_F(WatchTest, ASlowReaderMissesNoStateAndNoLine) {
  runner_.beforeChunk([](uint64_t chunk, ChunkContext& context) {
    context.log(Severity::kInfo, "test", absl::StrCat(chunk, std::string(4000, '.')));
    return absl::OkStatus();
  });
  submit(points(500));
  v1::WatchJobRequest request = watchOf();
  request.set_replay(true);
  grpc::ClientContext context;
  auto slow = jobs_->WatchJob(&context, request);
  waitForEnd();  // Two megabytes of log lie there before the first line is read.
  std::vector<std::string> states;
  int lines = 0;
  v1::JobEvent event;
  uint64_t last = 0;
  while (slow->Read(&event)) {
    if (event.sequence() != 0) {
      EXPECT_EQ(event.sequence(), ++last);
    }
    if (event.has_log()) ++lines;
    if (event.has_job() && event.sequence() != 0) states.push_back(word(event));
  }
  EXPECT_TRUE(slow->Finish().ok());
  EXPECT_EQ(lines, 501);
  EXPECT_EQ(states, (std::vector<std::string>{"1 QUEUED", "2 RUNNING", "504 SUCCEEDED"}));
}

TEST_F(WatchTest, OfAJobThatIsNotThereIsNotFound) {
  grpc::Status status;
  EXPECT_TRUE(watch(watchOf("nobody"), status).empty());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(detail(status).reason(), "JOB_NOT_FOUND");
}

class QuickKeepAlive : public WatchTest {
 protected:
  QuickKeepAlive() : WatchTest({absl::Milliseconds(1), absl::Milliseconds(5)}) {}
};

TEST_F(QuickKeepAlive, ASilentWatchIsKeptAlive) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t, ChunkContext&) {
    gate.pass();
    return absl::OkStatus();
  });
  submit(points(1));
  grpc::ClientContext context;
  auto stream = jobs_->WatchJob(&context, watchOf());
  v1::JobEvent event;
  int kept = 0;
  while (kept < 3 && stream->Read(&event)) kept += event.has_keep_alive() ? 1 : 0;
  EXPECT_EQ(kept, 3);
  gate.open();
  while (stream->Read(&event)) continue;
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(QuickKeepAlive, ProgressNeverGoesDown) {
  submit(points(300));
  grpc::ClientContext context;
  auto stream = jobs_->WatchJob(&context, watchOf());
  v1::JobEvent event;
  uint64_t done = 0;
  while (stream->Read(&event)) {
    if (event.has_keep_alive() || event.has_log()) continue;
    const v1::Progress& progress = event.has_job() ? event.job().progress() : event.progress();
    EXPECT_GE(progress.features_done(), done);
    done = progress.features_done();
  }
  EXPECT_EQ(done, 300);
}

}  // namespace
}  // namespace geotask
