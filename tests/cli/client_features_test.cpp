// SPDX-License-Identifier: GPL-2.0-or-later
//
// Client::buffer, and Client::transform, which shares it all, against a server that the test writes.
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "cli/test_server.h"
#include "geotask/client.h"
#include "geotask/v1/features.grpc.pb.h"

namespace geotask::client {
namespace {

using grpc::StatusCode;
using Stream = grpc::ServerReaderWriter<v1::FeaturesResponse, v1::BufferRequest>;

// Does what the test says with each call, one after another.
class Features final : public v1::Features::Service {
 public:
  grpc::Status Buffer(grpc::ServerContext*, Stream* stream) override {
    ++calls;
    if (answers.empty()) return echo(stream);
    const auto answer = answers.front();
    answers.pop_front();
    return answer(stream);
  }

  // Tells what it was asked for.
  grpc::Status Transform(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::FeaturesResponse, v1::TransformRequest>* stream) override {
    v1::TransformRequest request;
    v1::FeaturesResponse response;
    while (stream->Read(&request)) {
      if (request.has_start()) transform = request.start().transform();
      for (const v1::Feature& row : request.batch().features()) {
        *response.mutable_batch()->add_features() = row;
      }
    }
    response.mutable_header()->set_job("jobs/t");
    response.mutable_summary()->set_features_out(
        static_cast<uint64_t>(response.batch().features_size()));
    stream->Write(response);
    return grpc::Status::OK;
  }

  // Gives back what comes, each message `times` times.
  grpc::Status echo(Stream* stream, int times = 1) {
    v1::BufferRequest request;
    uint64_t in = 0;
    uint64_t out = 0;
    while (stream->Read(&request)) {
      requests.push_back(request);
      for (int i = 0; i < times; ++i) {
        v1::FeaturesResponse response;
        if (request.has_start() && i == 0) response.mutable_header()->set_job("jobs/a");
        if (request.has_batch()) *response.mutable_batch() = request.batch();
        if (request.has_piece()) *response.mutable_piece() = request.piece();
        out += static_cast<uint64_t>(request.batch().features_size());
        if (!stream->Write(response)) return {StatusCode::CANCELLED, "gone"};
      }
      in += static_cast<uint64_t>(request.batch().features_size());
    }
    v1::FeaturesResponse last;
    last.mutable_summary()->set_features_in(in);
    last.mutable_summary()->set_features_out(out);
    stream->Write(last);
    return grpc::Status::OK;
  }

  std::deque<std::function<grpc::Status(Stream*)>> answers;
  std::vector<v1::BufferRequest> requests;
  v1::Transform transform;
  int calls = 0;
};

class ClientFeatures : public testing::Test {
 protected:
  // So many rows of so many bytes; opened how often is counted.
  Client::OpenRows rows(int count, size_t bytes = 10) {
    return [this, count, bytes]() -> Result<Client::NextRow> {
      ++opened_;
      return Client::NextRow([count, bytes, at = 0](v1::Feature* row) mutable -> Result<bool> {
        if (at == count) return false;
        row->set_id(++at);
        row->set_wkb(std::string(bytes, 'w'));
        return true;
      });
    };
  }

  Result<v1::FeaturesSummary> call(const Client::OpenRows& rows) {
    v1::BufferStart start;
    start.mutable_buffer()->set_distance(1);
    Client::StreamReader reader;
    reader.header = [this](const v1::FeaturesHeader& header) {
      job_ = header.job();
      return Result<void>();
    };
    reader.row = [this](const v1::Feature& row) {
      ids_.push_back(row.id());
      bytes_ += row.wkb().size();
      return row.id() == fail_at_ ? Result<void>(localError(StatusCode::FAILED_PRECONDITION,
                                                            "OUTPUT_FAILED", "disk full"))
                                  : Result<void>();
    };
    return client_.buffer(start, rows, reader);
  }

  Features features_;
  TestServer server_{&features_};
  Client client_{server_.address(), TestServer::impatient()};
  std::string job_;
  std::vector<int64_t> ids_;
  size_t bytes_ = 0;
  int64_t fail_at_ = -1;
  int opened_ = 0;
};

TEST_F(ClientFeatures, ASmallRequestIsOneMessage) {
  const auto summary = call(rows(2));
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary->features_in(), 2u);
  EXPECT_EQ(job_, "jobs/a");
  EXPECT_EQ(ids_, (std::vector<int64_t>{1, 2}));
  ASSERT_EQ(features_.requests.size(), 1u);
  EXPECT_EQ(features_.requests[0].start().buffer().distance(), 1);
  EXPECT_EQ(features_.requests[0].end().feature_count(), 2u);
}

TEST_F(ClientFeatures, AChainGoesTheSameWay) {
  v1::TransformStart start;
  start.mutable_transform()->add_operations()->mutable_centroid();
  Client::StreamReader reader;
  reader.header = [](const v1::FeaturesHeader& header) {
    EXPECT_EQ(header.job(), "jobs/t");
    return Result<void>();
  };
  reader.row = [this](const v1::Feature& row) {
    ids_.push_back(row.id());
    return Result<void>();
  };
  const auto summary = client_.transform(start, rows(3), reader);
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(summary->features_out(), 3u);
  EXPECT_EQ(ids_, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_TRUE(features_.transform.operations(0).has_centroid());
}

TEST_F(ClientFeatures, NoRowsAreARequestToo) {
  ASSERT_TRUE(call(rows(0)).ok());
  ASSERT_EQ(features_.requests.size(), 1u);
  EXPECT_TRUE(features_.requests[0].has_start() && features_.requests[0].has_end());
}

TEST_F(ClientFeatures, ManyRowsAreSentInBatchesWithOneStartAndOneEnd) {
  const auto summary = call(rows(1000, 2000));
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(ids_.size(), 1000u);
  EXPECT_GE(features_.requests.size(), 4u);
  for (size_t i = 0; i < features_.requests.size(); ++i) {
    const v1::BufferRequest& request = features_.requests[i];
    EXPECT_LE(request.ByteSizeLong(), size_t{1} << 20);
    EXPECT_EQ(request.has_start(), i == 0);
    EXPECT_EQ(request.has_end(), i + 1 == features_.requests.size());
  }
}

TEST_F(ClientFeatures, ALargeRowGoesAndComesInPieces) {
  ASSERT_TRUE(call(rows(2, 3 << 20)).ok());
  EXPECT_EQ(ids_, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(bytes_, size_t{6} << 20);
}

// The server takes nothing while its answer is not read: 160 MiB of answers to 8 MiB of rows.
TEST_F(ClientFeatures, WhoSendsReadsMeanwhile) {
  features_.answers.push_back([this](Stream* stream) { return features_.echo(stream, 20); });
  const auto summary = call(rows(80, 100'000));
  ASSERT_TRUE(summary.ok()) << summary.error().message;
  EXPECT_EQ(ids_.size(), 1600u);
}

TEST_F(ClientFeatures, ACallThatGotNothingIsRepeatedWithAllItsRows) {
  const auto away = [](Stream*) { return grpc::Status(StatusCode::UNAVAILABLE, "away"); };
  features_.answers = {away, away};
  ASSERT_TRUE(call(rows(3)).ok());
  EXPECT_EQ(features_.calls, 3);
  EXPECT_EQ(opened_, 3);
  EXPECT_EQ(ids_.size(), 3u);
}

TEST_F(ClientFeatures, ACallThatHasBegunToAnswerIsNotRepeated) {
  features_.answers.push_back([](Stream* stream) {
    v1::FeaturesResponse response;
    response.mutable_header()->set_job("jobs/a");
    stream->Write(response);
    return grpc::Status(StatusCode::UNAVAILABLE, "away");
  });
  const auto summary = call(rows(3));
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().code, StatusCode::UNAVAILABLE);
  EXPECT_EQ(features_.calls, 1);
}

TEST_F(ClientFeatures, AnAnswerWithoutASummaryIsNotComplete) {
  features_.answers.push_back([](Stream*) { return grpc::Status::OK; });
  const auto summary = call(rows(3));
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().reason, "STREAM_ENDED");
}

TEST_F(ClientFeatures, AnErrorOfTheReaderEndsTheCall) {
  fail_at_ = 2;
  const auto summary = call(rows(1000, 2000));
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().reason, "OUTPUT_FAILED");
  EXPECT_EQ(ids_.size(), 2u);
}

TEST_F(ClientFeatures, AnErrorOfTheRowsEndsTheCall) {
  const auto summary = call([]() -> Result<Client::NextRow> {
    return Client::NextRow([at = 0](v1::Feature* row) mutable -> Result<bool> {
      if (++at > 1000) {
        return localError(StatusCode::FAILED_PRECONDITION, "INPUT_UNREADABLE", "a bad disk");
      }
      row->set_wkb(std::string(2000, 'w'));
      return true;
    });
  });
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().reason, "INPUT_UNREADABLE");
}

}  // namespace
}  // namespace geotask::client
