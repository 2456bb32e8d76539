// SPDX-License-Identifier: GPL-2.0-or-later
//
// Calls of Features against jobs that give back what they take.
//
//     Answer answer = send({start(), batch({row(1), row(2)}), end(2)});
#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "rpc/copy_stream_work.h"
#include "rpc/rpc_fixture.h"

namespace geotask {

class FeaturesTest : public RpcTest {
 protected:
  using Request = v1::BufferRequest;
  using Response = v1::FeaturesResponse;
  using Stream = grpc::ClientReaderWriter<Request, Response>;

  explicit FeaturesTest(Limits limits = {}, StreamTimes times = {}) : RpcTest({}, limits, times) {}

  static Request start(const std::string& id = "a") {
    Request request;
    request.mutable_start()->mutable_buffer()->set_distance(1);
    v1::Schema& schema = *request.mutable_start()->mutable_schema();
    schema.set_geometry_type("Point");
    v1::Field& field = *schema.add_fields();
    field.set_name("text");
    field.set_type(v1::FIELD_TYPE_STRING);
    request.mutable_start()->set_job_id(id);
    return request;
  }

  static v1::Feature row(int64_t id, const std::string& text = "") {
    v1::Feature row;
    row.set_id(id);
    row.set_wkb(pointWkb(static_cast<double>(id)));
    row.add_attributes()->set_string_value(text);
    return row;
  }

  static Request batch(const std::vector<v1::Feature>& rows) {
    Request request;
    for (const v1::Feature& row : rows) *request.mutable_batch()->add_features() = row;
    return request;
  }

  static Request piece(uint32_t index, uint32_t count, const std::string& data) {
    Request request;
    request.mutable_piece()->set_index(index);
    request.mutable_piece()->set_count(count);
    request.mutable_piece()->set_data(data);
    return request;
  }

  static Request end(uint64_t rows) {
    Request request;
    request.mutable_end()->set_feature_count(rows);
    return request;
  }

  static Request whole(const std::vector<v1::Feature>& rows) {
    Request request = start();
    *request.mutable_batch() = batch(rows).batch();
    request.mutable_end()->set_feature_count(rows.size());
    return request;
  }

  // A call that is under way.
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<Stream> stream;
  };
  std::unique_ptr<Call> begin() {
    auto call = std::make_unique<Call>();
    call->stream = features_->Buffer(&call->context);
    return call;
  }

  // What a call gave, to its end.
  struct Answer {
    std::vector<Response> messages;
    std::vector<v1::Feature> rows;
    v1::FeaturesHeader header;
    v1::FeaturesSummary summary;
    grpc::Status status;
  };
  static Answer readAll(Call& call) {
    Answer answer;
    std::string joined;
    Response message;
    while (call.stream->Read(&message)) {
      EXPECT_LE(message.ByteSizeLong(), size_t{1} << 20);
      answer.messages.push_back(message);
      if (message.has_header()) answer.header = message.header();
      if (message.has_summary()) answer.summary = message.summary();
      for (const v1::Feature& row : message.batch().features()) answer.rows.push_back(row);
      if (!message.has_piece()) continue;
      joined += message.piece().data();
      if (message.piece().index() + 1 < message.piece().count()) continue;
      answer.rows.emplace_back();
      EXPECT_TRUE(answer.rows.back().ParseFromString(joined));
      joined.clear();
    }
    answer.status = call.stream->Finish();
    return answer;
  }

  Answer send(const std::vector<Request>& messages) {
    auto call = begin();
    for (const Request& message : messages)
      if (!call->stream->Write(message)) break;
    call->stream->WritesDone();
    return readAll(*call);
  }

  // The reason for which a call with these messages fails.
  std::string refusal(const std::vector<Request>& messages) {
    const Answer answer = send(messages);
    EXPECT_FALSE(answer.status.ok());
    return detail(answer.status).reason();
  }

  // Waits until the job is there.
  void waitFor(const std::string& id = "a") {
    while (!service_.get("local", id).ok()) std::this_thread::yield();
  }
};

}  // namespace geotask
