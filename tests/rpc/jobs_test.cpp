// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <set>

#include "rpc/rpc_fixture.h"
#include "support/gate.h"

namespace geotask {
namespace {

class JobsTest : public RpcTest {
 protected:
  std::vector<std::string> list(v1::ListJobsRequest request, int* pages = nullptr) {
    std::vector<std::string> names;
    do {
      grpc::ClientContext context;
      v1::ListJobsResponse page;
      EXPECT_TRUE(jobs_->ListJobs(&context, request, &page).ok());
      EXPECT_LE(page.ByteSizeLong(), size_t{1} << 20);
      for (const v1::Job& job : page.jobs()) names.push_back(job.name());
      request.set_page_token(page.next_page_token());
      if (pages != nullptr) ++*pages;
    } while (!request.page_token().empty());
    return names;
  }
};

TEST_F(JobsTest, ASubmittedJobIsFoundAndItsRowsAreNotRepeated) {
  v1::SubmitJobRequest request = points(3);
  (*request.mutable_spec()->mutable_labels())["team"] = "blue";
  request.mutable_spec()->set_priority(4);
  const v1::Job job = submit(request);
  EXPECT_EQ(job.name(), "jobs/a");
  EXPECT_EQ(job.principal(), "local");
  EXPECT_TRUE(job.has_create_time());
  EXPECT_TRUE(job.spec().input().has_features());
  EXPECT_TRUE(job.spec().input().features().features().empty());
  EXPECT_EQ(job.spec().buffer().distance(), 1);
  EXPECT_EQ(get().spec().labels().at("team"), "blue");
  EXPECT_EQ(get().spec().priority(), 4);
}

TEST_F(JobsTest, AJobThatHasEndedTellsItsOutputAndTimes) {
  submit(points(3));
  const v1::Job job = waitForEnd();
  EXPECT_EQ(job.state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(job.outputs(0).features().feature_count(), 3);
  EXPECT_EQ(job.outputs(0).features().schema().geometry_type(), "Point");
  EXPECT_TRUE(job.has_start_time() && job.has_end_time() && job.has_expire_time());
}

TEST_F(JobsTest, ValidateOnlyAcceptsNothing) {
  v1::SubmitJobRequest request = points(1);
  request.set_validate_only(true);
  EXPECT_EQ(submit(request).state(), v1::JOB_STATE_UNSPECIFIED);
  EXPECT_TRUE(list({}).empty());
}

TEST_F(JobsTest, ARepeatOfARequestGivesTheFirstJobAndAnotherOneWithItsIdIsRefused) {
  v1::SubmitJobRequest request = points(2, "");
  request.set_request_id("once");
  EXPECT_EQ(submit(request).name(), submit(request).name());

  request.mutable_spec()->mutable_buffer()->set_distance(2);
  grpc::ClientContext context;
  v1::Job job;
  const grpc::Status status = jobs_->SubmitJob(&context, request, &job);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail(status).reason(), "REQUEST_ID_REUSED");
}

TEST_F(JobsTest, AListGoesThroughItsPagesNewestFirst) {
  for (int i = 0; i < 7; ++i) submit(points(1, "job-" + std::to_string(i)));
  v1::ListJobsRequest request;
  request.set_page_size(3);
  int pages = 0;
  EXPECT_EQ(list(request, &pages),
            (std::vector<std::string>{"jobs/job-6", "jobs/job-5", "jobs/job-4", "jobs/job-3",
                                      "jobs/job-2", "jobs/job-1", "jobs/job-0"}));
  EXPECT_GE(pages, 3);
}

TEST_F(JobsTest, AListIsFilteredByLabelAndState) {
  v1::SubmitJobRequest red = points(1, "red");
  (*red.mutable_spec()->mutable_labels())["colour"] = "red";
  submit(red);
  submit(points(1, "plain"));
  waitForEnd("red");
  waitForEnd("plain");

  v1::ListJobsRequest by_label;
  (*by_label.mutable_labels())["colour"] = "red";
  EXPECT_EQ(list(by_label), std::vector<std::string>{"jobs/red"});
  v1::ListJobsRequest by_state;
  by_state.add_states(v1::JOB_STATE_FAILED);
  EXPECT_TRUE(list(by_state).empty());
}

TEST_F(JobsTest, APageOfLargeJobsIsCutToFitIntoAMessage) {
  v1::SubmitJobRequest request = points(1);
  for (int i = 0; i < 32; ++i)
    (*request.mutable_spec()->mutable_labels())["label" + std::to_string(i)] =
        std::string(255, 'x');
  std::set<std::string> names;
  for (int i = 0; i < 200; ++i) {
    request.set_job_id("job-" + std::to_string(i));
    names.insert(submit(request).name());
  }
  v1::ListJobsRequest all;
  all.set_page_size(1000);
  const auto listed = list(all);
  EXPECT_EQ(listed.size(), 200u);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), names);
}

TEST_F(JobsTest, ACancelledJobEndsCancelledByItsClient) {
  runner_.beforeChunk([](uint64_t, ChunkContext& context) {
    while (!context.cancelled()) std::this_thread::yield();
    return absl::OkStatus();
  });
  submit(points(1));
  EXPECT_TRUE(cancel().ok());
  const v1::Job job = waitForEnd();
  EXPECT_EQ(job.state(), v1::JOB_STATE_CANCELLED);
  EXPECT_EQ(job.error().reason(), "CANCELLED_BY_CLIENT");
  EXPECT_TRUE(cancel().ok());
}

TEST_F(JobsTest, DeleteRemovesAFinishedJobOnly) {
  Gate gate;
  runner_.beforeChunk([&](uint64_t, ChunkContext&) {
    gate.pass();
    return absl::OkStatus();
  });
  submit(points(1));
  v1::DeleteJobRequest request;
  request.set_name("jobs/a");
  google::protobuf::Empty nothing;
  grpc::ClientContext too_early;
  const grpc::Status refused = jobs_->DeleteJob(&too_early, request, &nothing);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(detail(refused).reason(), "JOB_NOT_FINISHED");

  gate.open();
  waitForEnd();
  grpc::ClientContext context;
  EXPECT_TRUE(jobs_->DeleteJob(&context, request, &nothing).ok());
  EXPECT_TRUE(list({}).empty());
}

}  // namespace
}  // namespace geotask
