// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <thread>

#include "rpc/features_fixture.h"

namespace geotask {
namespace {

TEST_F(FeaturesTest, AWholeSmallRequestIsAnsweredInOneMessage) {
  const Answer answer = send({whole({row(1, "one"), row(2, "two")})});
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.messages.size(), 1u);
  EXPECT_EQ(answer.header.job(), "jobs/a");
  EXPECT_EQ(answer.header.schema().geometry_type(), "MultiPolygon");
  EXPECT_EQ(answer.header.schema().fields(0).name(), "text");
  ASSERT_EQ(answer.rows.size(), 2u);
  EXPECT_EQ(answer.rows[1].SerializeAsString(), row(2, "two").SerializeAsString());
  EXPECT_EQ(answer.summary.features_in(), 2u);
  EXPECT_EQ(answer.summary.features_out(), 2u);
  EXPECT_EQ(get().state(), v1::JOB_STATE_SUCCEEDED);
}

// The header tells what rows will look like before there are any.
TEST_F(FeaturesTest, TheHeaderComesBeforeTheFirstRowIsSent) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  Response message;
  ASSERT_TRUE(call->stream->Read(&message));
  EXPECT_EQ(message.header().job(), "jobs/a");
  EXPECT_EQ(message.batch().features_size(), 0);
  ASSERT_TRUE(call->stream->Write(end(0)));
  const Answer answer = readAll(*call);
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.summary.features_in(), 0u);
}

TEST_F(FeaturesTest, ResultsComeWhileRowsAreStillBeingSent) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  for (int64_t id = 0; id < 20; ++id) {
    ASSERT_TRUE(call->stream->Write(batch({row(id)})));
    Response message;
    do {
      ASSERT_TRUE(call->stream->Read(&message));
    } while (message.batch().features().empty());
    EXPECT_EQ(message.batch().features(0).id(), id);
  }
  EXPECT_EQ(get().state(), v1::JOB_STATE_RUNNING);
  ASSERT_TRUE(call->stream->Write(end(20)));
  EXPECT_TRUE(readAll(*call).status.ok());
  EXPECT_EQ(get().progress().features_done(), 20u);
}

TEST_F(FeaturesTest, TwentyThousandRowsComeBackInOrder) {
  auto call = begin();
  std::thread writer([&] {
    call->stream->Write(start());
    for (int64_t first = 0; first < 20'000; first += 100) {
      std::vector<v1::Feature> rows;
      for (int64_t id = first; id < first + 100; ++id) rows.push_back(row(id));
      call->stream->Write(batch(rows));
    }
    call->stream->Write(end(20'000));
  });
  const Answer answer = readAll(*call);
  writer.join();
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.rows.size(), 20'000u);
  for (int64_t id = 0; id < 20'000; ++id) ASSERT_EQ(answer.rows[static_cast<size_t>(id)].id(), id);
  EXPECT_EQ(answer.summary.features_out(), 20'000u);
}

TEST_F(FeaturesTest, ARowOfFiveMegabytesTravelsInPiecesBothWays) {
  const v1::Feature large = row(1, std::string(5 << 20, 'x'));
  const std::string bytes = large.SerializeAsString();
  std::vector<Request> messages = {start(), batch({row(0, "before")})};
  const size_t size = 1000000;
  const auto count = static_cast<uint32_t>((bytes.size() + size - 1) / size);
  for (uint32_t i = 0; i < count; ++i)
    messages.push_back(piece(i, count, bytes.substr(i * size, size)));
  messages.push_back(batch({row(2, "after")}));
  messages.push_back(end(3));

  const Answer answer = send(messages);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.rows.size(), 3u);
  EXPECT_EQ(answer.rows[0].id(), 0);
  EXPECT_TRUE(answer.rows[1].SerializeAsString() == bytes);
  EXPECT_EQ(answer.rows[2].id(), 2);
}

// What stands in the first message and a header that alone fill a message are sent one by one.
TEST_F(FeaturesTest, ALargeSchemaAndALargeRowDoNotMakeAMessageTooLarge) {
  Request request = start();
  v1::Schema& schema = *request.mutable_start()->mutable_schema();
  v1::Feature wide = row(1, std::string(600'000, 'x'));
  for (int i = 0; i < 1000; ++i) {
    v1::Field& field = *schema.add_fields();
    field.set_name(std::string(60, 'f') + std::to_string(i));
    field.set_type(v1::FIELD_TYPE_STRING);
    wide.add_attributes()->set_string_value(std::string(350, 'y'));
  }
  const Answer answer = send({request, batch({wide}), end(1)});
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_TRUE(answer.rows[0].SerializeAsString() == wide.SerializeAsString());
}

TEST_F(FeaturesTest, WarningsAreInTheSummaryAndInTheJobsLog) {
  v1::Feature bare = row(5);
  bare.clear_wkb();
  const Answer answer = send({whole({row(1), bare})});
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.summary.warning_count(), 1u);
  EXPECT_EQ(answer.summary.warnings(0), "feature 5 has no geometry");
}

TEST_F(FeaturesTest, ACallIsAVolatileJobWhoseRowsAreNotKept) {
  auto call = begin();
  ASSERT_TRUE(call->stream->Write(start()));
  waitFor();
  const v1::Job job = get();
  EXPECT_TRUE(job.volatile_call());
  EXPECT_TRUE(job.spec().input().has_features());
  EXPECT_EQ(job.spec().buffer().distance(), 1);

  grpc::ClientContext list;
  v1::ListJobsResponse page;
  ASSERT_TRUE(jobs_->ListJobs(&list, {}, &page).ok());
  ASSERT_EQ(page.jobs_size(), 1);
  EXPECT_EQ(page.jobs(0).name(), "jobs/a");

  grpc::ClientContext read;
  v1::ReadFeaturesRequest request;
  request.set_name("jobs/a");
  const grpc::Status refused = jobs_->ReadFeatures(&read, request)->Finish();
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(detail(refused).reason(), "RESULT_NOT_KEPT");

  ASSERT_TRUE(call->stream->Write(end(0)));
  ASSERT_TRUE(readAll(*call).status.ok());
  const v1::Job ended = get();
  EXPECT_EQ(ended.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ((ended.expire_time().seconds() - ended.end_time().seconds()), 60);

  v1::SubmitJobRequest chain = points(0, "b");
  chain.mutable_spec()->mutable_input()->set_job("jobs/a");
  grpc::ClientContext submit;
  v1::Job none;
  EXPECT_EQ(detail(jobs_->SubmitJob(&submit, chain, &none)).reason(), "RESULT_NOT_KEPT");
  EXPECT_EQ(spool_.writers(), 0);
}

TEST_F(FeaturesTest, OptionsAreRefusedWithTheNamesThatTheyHaveInACall) {
  Request request = whole({row(1)});
  request.mutable_start()->mutable_buffer()->set_segments(0);
  v1::ErrorDetail error = detail(send({request}).status);
  EXPECT_EQ(error.field(), "start.buffer.segments");

  request = whole({row(1)});
  request.mutable_start()->mutable_buffer()->set_dissolve(true);
  error = detail(send({request}).status);
  EXPECT_EQ(error.reason(), "DISSOLVE_IN_STREAM");
  EXPECT_EQ(error.field(), "start.buffer.dissolve");
  EXPECT_NE(error.remedy().find("SubmitJobWithFeatures"), std::string::npos);

  request = whole({row(1)});
  request.mutable_start()->mutable_schema()->set_geometry_type("Punkt");
  error = detail(send({request}).status);
  EXPECT_EQ(error.field(), "start.schema.geometry_type");

  request = whole({row(1)});
  request.mutable_start()->set_job_id("No!");
  EXPECT_EQ(detail(send({request}).status).field(), "start.job_id");

  request = whole({row(1)});
  request.mutable_start()->clear_buffer();
  EXPECT_EQ(detail(send({request}).status).reason(), "MISSING_FIELD");
  EXPECT_FALSE(service_.get("local", "a").ok());
}

TEST_F(FeaturesTest, MessagesOutOfOrderAreUnexpected) {
  EXPECT_EQ(refusal({}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({Request()}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({batch({row(1)})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({end(0)}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("b"), start("b")}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("c"), Request()}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("d"), piece(0, 2, "x"), batch({row(1)})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("e"), piece(0, 2, "x"), end(1)}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("f"), batch({row(1)})}), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({start("g"), batch({row(1)}), end(2)}), "INCOMPLETE");
  EXPECT_EQ(refusal({start("h"), piece(1, 2, "x")}), "INVALID_PIECE");
  EXPECT_EQ(refusal({start("i"), piece(0, 2, "\xff"), piece(1, 2, "\xff")}), "INVALID_PIECE");
  // Each was a job, and has failed for that reason.
  EXPECT_EQ(waitForEnd("f").error().reason(), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(waitForEnd("g").state(), v1::JOB_STATE_FAILED);
}

TEST_F(FeaturesTest, BytesThatAreNoMessageAreRefused) {
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel_);
  auto call = stub.PrepareCall(&context, "/geotask.v1.Features/Buffer", &queue);
  void* tag = nullptr;
  bool ok = false;
  const auto wait = [&] { return queue.Next(&tag, &ok) && ok; };
  call->StartCall(nullptr);
  ASSERT_TRUE(wait());
  const grpc::Slice bytes("\xff\xff\xff");
  call->Write(grpc::ByteBuffer(&bytes, 1), nullptr);
  ASSERT_TRUE(wait());
  grpc::Status status;
  call->Finish(&status, nullptr);
  ASSERT_TRUE(wait());
  EXPECT_EQ(detail(status).reason(), "INVALID_MESSAGE");
}

TEST_F(FeaturesTest, ARowThatContradictsTheSchemaIsNamedAndEndsTheJob) {
  v1::Feature wrong = row(2, "two");
  wrong.mutable_attributes(0)->set_integer_value(2);
  const Answer answer = send({start(), batch({row(1, "one"), wrong})});
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail(answer.status).reason(), "INVALID_ATTRIBUTE");
  EXPECT_EQ(detail(answer.status).field(), "batch.features[1].attributes[0]");
  const v1::Job job = waitForEnd();
  EXPECT_EQ(job.state(), v1::JOB_STATE_FAILED);
  EXPECT_EQ(job.error().reason(), "INVALID_ATTRIBUTE");
}

}  // namespace
}  // namespace geotask
