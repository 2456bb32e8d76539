// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "rpc/rpc_fixture.h"
#include "support/gate.h"

namespace geotask {
namespace {

class ReadFeaturesTest : public RpcTest {
 protected:
  struct Read {
    v1::ReadFeaturesHeader header;
    std::vector<int64_t> ids;
    uint64_t next_ordinal = 0;
    grpc::Status status;
  };

  static v1::ReadFeaturesRequest from(uint64_t ordinal) {
    v1::ReadFeaturesRequest request;
    request.set_name("jobs/a");
    request.set_start_ordinal(ordinal);
    return request;
  }

  // Reads to the end; checks that rows follow one another.
  Read read(const v1::ReadFeaturesRequest& request) {
    grpc::ClientContext context;
    auto stream = jobs_->ReadFeatures(&context, request);
    Read read;
    read.next_ordinal = request.start_ordinal();
    v1::ReadFeaturesResponse message;
    while (stream->Read(&message)) {
      EXPECT_EQ(message.attempt(), 1);
      EXPECT_EQ(message.first_ordinal(), read.next_ordinal);
      if (message.has_header()) read.header = message.header();
      for (const v1::Feature& row : message.batch().features()) read.ids.push_back(row.id());
      read.next_ordinal += message.batch().features_size();
    }
    read.status = stream->Finish();
    return read;
  }

  // Jobs wait before chunk `chunk`.
  void holdAt(uint64_t chunk) {
    runner_.beforeChunk([this, chunk](uint64_t at, ChunkContext& context) {
      if (at != chunk) return absl::OkStatus();
      held_.open();
      while (!context.cancelled() && !fail_) std::this_thread::yield();
      return absl::Status(absl::StatusCode::kInternal, "told to fail");
    });
  }

  Gate held_;
  std::atomic<bool> fail_{false};
};

TEST_F(ReadFeaturesTest, GivesAHeaderAndAllRowsInOrder) {
  submit(points(4));
  waitForEnd();
  const Read all = read(from(0));
  EXPECT_TRUE(all.status.ok());
  EXPECT_EQ(all.ids, (std::vector<int64_t>{0, 1, 2, 3}));
  EXPECT_EQ(all.header.schema().geometry_type(), "Point");
  EXPECT_EQ(all.header.feature_count(), 4);
  EXPECT_TRUE(all.header.has_end_time());
}

TEST_F(ReadFeaturesTest, ResumesInTheMiddle) {
  submit(points(4));
  waitForEnd();
  v1::ReadFeaturesRequest request = from(2);
  request.set_attempt(1);
  EXPECT_EQ(read(request).ids, (std::vector<int64_t>{2, 3}));
}

TEST_F(ReadFeaturesTest, ResumesInTheMiddleOfABatch) {
  // One record of five rows, as a job that makes many rows a chunk has it.
  FeatureBatch rows;
  for (int64_t i = 0; i < 5; ++i) rows.push_back({i, pointWkb(i), {}});
  auto result = *spool_.createResult("a");
  ASSERT_TRUE(result->addChunk(0, ProtoFeatureCodec().encode(rows)).ok());
  ASSERT_TRUE(result->complete().ok());
  ASSERT_TRUE(board_.add("a", "local", std::make_shared<const JobSpec>()).ok());
  board_.start("a");
  board_.addOutput("a", rowsOutput("OUTPUT", Schema(), result));
  board_.finish("a", JobState::kSucceeded, std::nullopt, absl::Hours(1));

  EXPECT_EQ(read(from(3)).ids, (std::vector<int64_t>{3, 4}));
}

TEST_F(ReadFeaturesTest, AtTheEndGivesNothingAndBeyondItIsOutOfRange) {
  submit(points(2));
  waitForEnd();
  EXPECT_TRUE(read(from(2)).status.ok());
  const Read beyond = read(from(3));
  EXPECT_EQ(beyond.status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  EXPECT_EQ(detail(beyond.status).reason(), "ORDINAL_OUT_OF_RANGE");
}

TEST_F(ReadFeaturesTest, FollowsAJobThatIsAtWork) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t chunk, ChunkContext&) {
    if (chunk == 2) gate.pass();
    return absl::OkStatus();
  });
  submit(points(4));
  grpc::ClientContext context;
  auto stream = jobs_->ReadFeatures(&context, from(0));
  v1::ReadFeaturesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_FALSE(message.header().has_feature_count());
  std::vector<int64_t> ids;
  while (stream->Read(&message)) {
    for (const v1::Feature& row : message.batch().features()) ids.push_back(row.id());
    if (ids.size() == 2) gate.open();  // The rest is made only now.
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(ids, (std::vector<int64_t>{0, 1, 2, 3}));
}

TEST_F(ReadFeaturesTest, OfAJobThatFailsMeanwhileIsAborted) {
  holdAt(1);
  submit(points(4));
  held_.pass();
  grpc::ClientContext context;
  auto stream = jobs_->ReadFeatures(&context, from(0));
  v1::ReadFeaturesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  fail_ = true;
  while (stream->Read(&message)) continue;
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(detail(status).reason(), "JOB_FAILED");
}

TEST_F(ReadFeaturesTest, OfAJobThatIsCancelledMeanwhileIsAborted) {
  holdAt(1);
  submit(points(4));
  held_.pass();
  grpc::ClientContext context;
  auto stream = jobs_->ReadFeatures(&context, from(0));
  v1::ReadFeaturesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_TRUE(cancel().ok());
  while (stream->Read(&message)) continue;
  EXPECT_EQ(detail(stream->Finish()).reason(), "JOB_CANCELLED");
}

TEST_F(ReadFeaturesTest, OfAJobThatHadFailedIsAFailedPrecondition) {
  holdAt(0);
  fail_ = true;
  submit(points(1));
  waitForEnd();
  const Read failed = read(from(0));
  EXPECT_EQ(failed.status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(detail(failed.status).reason(), "JOB_FAILED");
}

TEST_F(ReadFeaturesTest, OfAnotherAttemptIsAborted) {
  submit(points(1));
  waitForEnd();
  v1::ReadFeaturesRequest request = from(0);
  request.set_attempt(7);
  EXPECT_EQ(detail(read(request).status).reason(), "NEW_ATTEMPT");
}

TEST_F(ReadFeaturesTest, AReaderThatLeavesLeavesTheJobAlone) {
  holdAt(1);
  submit(points(2));
  held_.pass();
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    auto stream = jobs_->ReadFeatures(&context, from(0));
    v1::ReadFeaturesResponse message;
    ASSERT_TRUE(stream->Read(&message));
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(get().state(), v1::JOB_STATE_RUNNING);
}

}  // namespace
}  // namespace geotask
