// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a job is handed in with, and by which call.
#include "cli/submit.h"

#include <gmock/gmock.h>

#include "cli/data_support.h"
#include "cli/test_server.h"
#include "geotask/v1/jobs.grpc.pb.h"

namespace geotask::cli {
namespace {

using grpc::StatusCode;

// Takes at most so many rows inside a request.
class Jobs final : public v1::Jobs::Service {
 public:
  grpc::Status SubmitJob(grpc::ServerContext*, const v1::SubmitJobRequest* request,
                         v1::Job* job) override {
    rows_inside = request->spec().input().features().features_size();
    if (rows_inside > most_inside) {
      return TestServer::error(StatusCode::RESOURCE_EXHAUSTED, "INLINE_TOO_LARGE");
    }
    job->set_name("jobs/whole");
    return grpc::Status::OK;
  }

  grpc::Status SubmitJobWithFeatures(grpc::ServerContext*,
                                     grpc::ServerReader<v1::SubmitJobWithFeaturesRequest>* reader,
                                     v1::Job* job) override {
    v1::SubmitJobWithFeaturesRequest message;
    while (reader->Read(&message)) {
      if (message.has_submit()) first = message.submit();
      rows_streamed += message.batch().features_size();
    }
    job->set_name("jobs/streamed");
    return grpc::Status::OK;
  }

  int most_inside = 1000;
  int rows_inside = -1;
  int rows_streamed = 0;
  v1::SubmitJobRequest first;
};

class SubmitTest : public DataTest {
 protected:
  SubmitTest() { session_.server = server_.address(); }

  std::string points(int count) {
    std::string text = "id,WKT\n";
    for (int i = 0; i < count; ++i) text += std::to_string(i) + ",POINT (8 47)\n";
    return write("points.csv", text);
  }

  std::string nameOf(const std::string& input) {
    auto submission = prepare(input, "", {});
    EXPECT_TRUE(submission.ok());
    const auto job = submit(session_, *submission);
    EXPECT_TRUE(job.ok()) << (job.ok() ? "" : job.error().message);
    return job.ok() ? job->name() : "";
  }

  Jobs jobs_;
  TestServer server_{&jobs_};
  Session session_;
};

TEST_F(SubmitTest, NamesWhatTheServerHas) {
  EXPECT_EQ(prepare("data:world/lakes", "", {})->request.spec().input().layer(),
            "data:world/lakes");
  EXPECT_EQ(prepare("dataset:lakes", "", {})->request.spec().input().dataset(), "datasets/lakes");
  EXPECT_EQ(prepare("job:rivers", "", {})->request.spec().input().job(), "jobs/rivers");
}

TEST_F(SubmitTest, TakesNoCrsForWhatTheServerHas) {
  for (const char* input : {"data:world/lakes", "dataset:lakes", "job:rivers"}) {
    const auto submission = prepare(input, "EPSG:4326", {});
    ASSERT_FALSE(submission.ok()) << input;
    EXPECT_EQ(submission.error().reason, "CONFLICTING_FIELDS");
  }
}

TEST_F(SubmitTest, SmallLocalDataGoesInsideTheRequest) {
  EXPECT_EQ(nameOf(points(5)), "jobs/whole");
  EXPECT_EQ(jobs_.rows_inside, 5);
}

TEST_F(SubmitTest, DataTooLargeForAMessageIsStreamed) {
  EXPECT_EQ(nameOf(points(50'000)), "jobs/streamed");
  EXPECT_EQ(jobs_.rows_streamed, 50'000);
  EXPECT_EQ(jobs_.rows_inside, -1);
}

TEST_F(SubmitTest, DataThatTheServerDoesNotWantInsideIsStreamed) {
  jobs_.most_inside = 3;
  EXPECT_EQ(nameOf(points(5)), "jobs/streamed");
  EXPECT_EQ(jobs_.rows_streamed, 5);
  EXPECT_EQ(jobs_.first.spec().input().features().features_size(), 0);
}

}  // namespace
}  // namespace geotask::cli
