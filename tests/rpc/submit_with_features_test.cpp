// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

class SubmitWithFeaturesTest : public RpcTest {
 protected:
  using Message = v1::SubmitJobWithFeaturesRequest;

  static Message first(const v1::SubmitJobRequest& request) {
    Message message;
    *message.mutable_submit() = request;
    return message;
  }

  static v1::Feature row(int64_t id, const std::string& text) {
    v1::Feature row;
    row.set_id(id);
    row.set_wkb(pointWkb(static_cast<double>(id)));
    row.add_attributes()->set_string_value(text);
    return row;
  }

  static Message batch(std::vector<v1::Feature> rows) {
    Message message;
    for (v1::Feature& row : rows) *message.mutable_batch()->add_features() = row;
    return message;
  }

  static Message piece(uint32_t index, uint32_t count, const std::string& data) {
    Message message;
    message.mutable_piece()->set_index(index);
    message.mutable_piece()->set_count(count);
    message.mutable_piece()->set_data(data);
    return message;
  }

  static Message end(uint64_t rows) {
    Message message;
    message.mutable_end()->set_feature_count(rows);
    return message;
  }

  grpc::Status send(const std::vector<Message>& messages, v1::Job* job) {
    grpc::ClientContext context;
    auto stream = jobs_->SubmitJobWithFeatures(&context, job);
    for (const Message& message : messages)
      if (!stream->Write(message)) break;
    stream->WritesDone();
    return stream->Finish();
  }

  std::string refusal(const std::vector<Message>& messages) {
    v1::Job job;
    const grpc::Status status = send(messages, &job);
    EXPECT_FALSE(status.ok());
    return detail(status).reason();
  }

  std::vector<v1::Feature> result() {
    grpc::ClientContext context;
    v1::ReadFeaturesRequest request;
    request.set_name("jobs/a");
    auto stream = jobs_->ReadFeatures(&context, request);
    std::vector<v1::Feature> rows;
    std::string joined;
    v1::ReadFeaturesResponse message;
    while (stream->Read(&message)) {
      EXPECT_LE(message.ByteSizeLong(), size_t{1} << 20);
      for (const v1::Feature& row : message.batch().features()) rows.push_back(row);
      if (!message.has_piece()) continue;
      EXPECT_EQ(message.first_ordinal(), rows.size());
      joined += message.piece().data();
      if (message.piece().index() + 1 == message.piece().count()) {
        rows.emplace_back();
        EXPECT_TRUE(rows.back().ParseFromString(joined));
        joined.clear();
      }
    }
    EXPECT_TRUE(stream->Finish().ok());
    return rows;
  }
};

TEST_F(SubmitWithFeaturesTest, RowsOfAllBatchesAreTheInput) {
  v1::Job job;
  ASSERT_TRUE(
      send({first(noRows()), batch({row(1, "one"), row(2, "two")}), batch({row(3, "")}), end(3)},
           &job)
          .ok());
  EXPECT_EQ(job.name(), "jobs/a");
  const auto rows = result();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1].SerializeAsString(), row(2, "two").SerializeAsString());
}

TEST_F(SubmitWithFeaturesTest, ARowOfFiveMegabytesTravelsInPiecesBothWays) {
  const v1::Feature large = row(1, std::string(5 << 20, 'x'));
  const std::string bytes = large.SerializeAsString();
  std::vector<Message> messages = {first(noRows()), batch({row(0, "before")})};
  const size_t size = 1000000;
  const auto count = static_cast<uint32_t>((bytes.size() + size - 1) / size);
  for (uint32_t i = 0; i < count; ++i)
    messages.push_back(piece(i, count, bytes.substr(i * size, size)));
  messages.push_back(batch({row(2, "after")}));
  messages.push_back(end(3));
  v1::Job job;
  ASSERT_TRUE(send(messages, &job).ok());

  const auto rows = result();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].id(), 0);
  EXPECT_TRUE(rows[1].SerializeAsString() == bytes);
  EXPECT_EQ(rows[2].id(), 2);
}

TEST_F(SubmitWithFeaturesTest, AnErrorInTheFirstMessageIsSentAtOnce) {
  v1::SubmitJobRequest request = noRows();
  request.mutable_spec()->mutable_buffer()->set_segments(0);
  grpc::ClientContext context;
  v1::Job job;
  auto stream = jobs_->SubmitJobWithFeatures(&context, &job);
  stream->Write(first(request));
  const grpc::Status status = stream->Finish();  // Without half-closing.
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail(status).field(), "submit.spec.buffer.segments");
}

TEST_F(SubmitWithFeaturesTest, MessagesOutOfOrderAreUnexpected) {
  EXPECT_EQ(refusal({}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({batch({})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(noRows()), first(noRows())}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(points(1))}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(noRows()), Message()}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 2, "x"), batch({})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 2, "x"), end(1)}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({end(0)}), "UNEXPECTED_MESSAGE");
}

// gRPC tells a client that is done and one that has gone alike: only `end` tells them apart.
TEST_F(SubmitWithFeaturesTest, AStreamWithoutEndIsNoJob) {
  EXPECT_EQ(refusal({first(noRows()), batch({row(1, "one")})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({first(noRows()), batch({row(1, "one")}), end(2)}), "INCOMPLETE");
  EXPECT_EQ(spool_.writers(), 0);
  EXPECT_FALSE(service_.get("local", "a").ok());
}

TEST_F(SubmitWithFeaturesTest, PiecesWithWrongNumbersAreInvalid) {
  EXPECT_EQ(refusal({first(noRows()), piece(0, 1, "x")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({first(noRows()), piece(1, 2, "x")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 3, "x"), piece(2, 3, "x")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 3, "x"), piece(1, 2, "x")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 2, "")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({first(noRows()), piece(0, 2, "\xff"), piece(1, 2, "\xff")}), "INVALID_PIECE");
}

TEST_F(SubmitWithFeaturesTest, ARowThatContradictsTheSchemaIsNamed) {
  v1::Feature wrong = row(2, "two");
  wrong.mutable_attributes(0)->set_integer_value(2);
  v1::Job job;
  const grpc::Status status = send({first(noRows()), batch({row(1, "one"), wrong})}, &job);
  EXPECT_EQ(detail(status).reason(), "INVALID_ATTRIBUTE");
  EXPECT_EQ(detail(status).field(), "batch.features[1].attributes[0]");
}

TEST_F(SubmitWithFeaturesTest, AFullDiskIsToldWithATimeToRetry) {
  spool_.fill();
  v1::Job job;
  const grpc::Status status = send({first(noRows()), batch({row(1, "one")})}, &job);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(detail(status).reason(), "SPOOL_FULL");
  EXPECT_EQ(detail(status).retry_delay().seconds(), 30);
}

TEST_F(SubmitWithFeaturesTest, AStreamThatBreaksOffLeavesNothingBehind) {
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    v1::Job job;
    auto stream = jobs_->SubmitJobWithFeatures(&context, &job);
    stream->Write(first(noRows()));
    stream->Write(batch({row(1, "one")}));
    while (spool_.writers() == 0) std::this_thread::yield();
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    while (spool_.writers() > 0) std::this_thread::yield();
  }
  EXPECT_FALSE(service_.get("local", "a").ok());
}

TEST_F(SubmitWithFeaturesTest, ARepeatInOtherBatchesIsTheSameRequest) {
  v1::SubmitJobRequest request = noRows("chosen");
  request.set_request_id("once");
  v1::Job one, two, three;
  ASSERT_TRUE(send({first(request), batch({row(1, "one"), row(2, "two")}), end(2)}, &one).ok());
  ASSERT_TRUE(
      send({first(request), batch({row(1, "one")}), batch({row(2, "two")}), end(2)}, &two).ok());
  EXPECT_EQ(one.name(), two.name());
  EXPECT_EQ(detail(send({first(request), batch({row(1, "one")}), end(1)}, &three)).reason(),
            "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace geotask
