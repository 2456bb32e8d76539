// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <thread>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

class DatasetsTest : public RpcTest {
 protected:
  using Message = v1::UploadDatasetRequest;

  static Message header(const std::string& id = "lakes") {
    Message message;
    message.mutable_header()->mutable_schema()->set_geometry_type("Point");
    message.mutable_header()->mutable_schema()->set_crs("EPSG:4326");
    message.mutable_header()->set_dataset_id(id);
    return message;
  }
  // Points (0, 0), (1, 0), ...
  static Message batch(int count) {
    Message message;
    for (int i = 0; i < count; ++i) {
      v1::Feature& row = *message.mutable_batch()->add_features();
      row.set_id(i);
      row.set_wkb(pointWkb(i));
    }
    return message;
  }
  static Message end(uint64_t rows) {
    Message message;
    message.mutable_end()->set_feature_count(rows);
    return message;
  }

  grpc::Status send(const std::vector<Message>& messages, v1::Dataset* dataset) {
    grpc::ClientContext context;
    auto stream = data_->UploadDataset(&context, dataset);
    for (const Message& message : messages)
      if (!stream->Write(message)) break;
    stream->WritesDone();
    return stream->Finish();
  }
  v1::Dataset upload(const std::vector<Message>& messages) {
    v1::Dataset dataset;
    const grpc::Status status = send(messages, &dataset);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return dataset;
  }
  v1::ErrorDetail refusal(const std::vector<Message>& messages) {
    v1::Dataset dataset;
    const grpc::Status status = send(messages, &dataset);
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(spool_.writers(), 0);
    return detail(status);
  }
  grpc::Status find(const std::string& name, v1::Dataset* dataset) {
    grpc::ClientContext context;
    v1::GetDatasetRequest request;
    request.set_name(name);
    return data_->GetDataset(&context, request, dataset);
  }
  static v1::SubmitJobRequest withInput(const std::string& id) {
    v1::SubmitJobRequest request = points(0, id);
    request.mutable_spec()->mutable_input()->Clear();
    return request;
  }
  // How many rows a job made.
  int rowsOf(const std::string& id) {
    grpc::ClientContext context;
    v1::ReadFeaturesRequest request;
    request.set_name("jobs/" + id);
    auto stream = jobs_->ReadFeatures(&context, request);
    v1::ReadFeaturesResponse message;
    int rows = 0;
    while (stream->Read(&message)) rows += message.batch().features_size();
    EXPECT_TRUE(stream->Finish().ok());
    return rows;
  }
};

TEST_F(DatasetsTest, AnUploadIsFoundListedAndDeleted) {
  const v1::Dataset made = upload({header(), batch(3), batch(2), end(5)});
  EXPECT_EQ(made.name(), "datasets/lakes");
  EXPECT_EQ(made.feature_count(), 5u);
  EXPECT_EQ(made.schema().crs(), "EPSG:4326");
  EXPECT_TRUE(made.has_create_time());
  EXPECT_FALSE(made.has_use_time());
  v1::Dataset found;
  ASSERT_TRUE(find("datasets/lakes", &found).ok());
  EXPECT_EQ(found.SerializeAsString(), made.SerializeAsString());

  grpc::ClientContext list;
  v1::ListDatasetsResponse page;
  ASSERT_TRUE(data_->ListDatasets(&list, {}, &page).ok());
  ASSERT_EQ(page.datasets_size(), 1);
  EXPECT_EQ(page.datasets(0).name(), "datasets/lakes");

  grpc::ClientContext remove;
  v1::DeleteDatasetRequest request;
  request.set_name("datasets/lakes");
  google::protobuf::Empty nothing;
  ASSERT_TRUE(data_->DeleteDataset(&remove, request, &nothing).ok());
  EXPECT_EQ(detail(find("datasets/lakes", &found)).reason(), "DATASET_NOT_FOUND");
}

TEST_F(DatasetsTest, TheOrderOfMessagesIsChecked) {
  EXPECT_EQ(refusal({batch(1)}).reason(), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({header(), header()}).reason(), "UNEXPECTED_MESSAGE");
  EXPECT_EQ(refusal({header(), batch(1)}).given(), "the end of the stream");
  EXPECT_EQ(refusal({header(), batch(1), end(2)}).reason(), "INCOMPLETE");
}

TEST_F(DatasetsTest, ErrorsNameTheFieldInTheHeader) {
  Message wrong_id = header("Lakes");
  EXPECT_EQ(refusal({wrong_id}).field(), "header.dataset_id");
  Message no_schema = header();
  no_schema.mutable_header()->clear_schema();
  EXPECT_EQ(refusal({no_schema}).field(), "header.schema");
  Message wrong_ttl = header();
  wrong_ttl.mutable_header()->mutable_ttl()->set_nanos(-1);
  EXPECT_EQ(refusal({wrong_ttl}).field(), "header.ttl");
}

TEST_F(DatasetsTest, ADatasetIsTheInputOfAJobAndItsOutputThatOfAnother) {
  upload({header(), batch(4), end(4)});
  v1::SubmitJobRequest first = withInput("first");
  first.mutable_spec()->mutable_input()->set_dataset("datasets/lakes");
  EXPECT_EQ(submit(first).spec().input().dataset(), "datasets/lakes");
  EXPECT_EQ(waitForEnd("first").state(), v1::JOB_STATE_SUCCEEDED);
  v1::Dataset used;
  ASSERT_TRUE(find("datasets/lakes", &used).ok());
  EXPECT_TRUE(used.has_use_time());

  v1::SubmitJobRequest second = withInput("second");
  second.mutable_spec()->mutable_input()->set_job("jobs/first");
  EXPECT_EQ(submit(second).spec().input().job(), "jobs/first");
  EXPECT_EQ(waitForEnd("second").state(), v1::JOB_STATE_SUCCEEDED);
  EXPECT_EQ(rowsOf("second"), 4);
}

TEST_F(DatasetsTest, ANameOfAnotherFormIsNoInput) {
  v1::SubmitJobRequest request = withInput("a");
  request.mutable_spec()->mutable_input()->set_dataset("lakes");
  grpc::ClientContext context;
  v1::Job job;
  const v1::ErrorDetail error = detail(jobs_->SubmitJob(&context, request, &job));
  EXPECT_EQ(error.reason(), "INVALID_NAME");
  EXPECT_EQ(error.field(), "spec.input.dataset");
}

TEST_F(DatasetsTest, ATokenOfAListOfJobsIsNoTokenOfAListOfDatasets) {
  for (const char* id : {"a", "b"}) submit(points(1, id));
  grpc::ClientContext list;
  v1::ListJobsRequest jobs;
  jobs.set_page_size(1);
  v1::ListJobsResponse page;
  ASSERT_TRUE(jobs_->ListJobs(&list, jobs, &page).ok());
  ASSERT_FALSE(page.next_page_token().empty());
  grpc::ClientContext context;
  v1::ListDatasetsRequest datasets;
  datasets.set_page_token(page.next_page_token());
  v1::ListDatasetsResponse answer;
  EXPECT_EQ(detail(data_->ListDatasets(&context, datasets, &answer)).reason(),
            "INVALID_PAGE_TOKEN");
}

class FewUploadsTest : public RpcTest {
 protected:
  static Limits limits() {
    Limits limits;
    limits.max_uploads = 1;
    limits.upload_idle = absl::Milliseconds(300);
    return limits;
  }
  FewUploadsTest() : RpcTest({}, limits()) {}
};

TEST_F(FewUploadsTest, ASilentUploadIsBrokenOffAndMakesRoomForTheNext) {
  grpc::ClientContext silent_context;
  v1::Dataset dataset;
  auto silent = data_->UploadDataset(&silent_context, &dataset);
  v1::UploadDatasetRequest message;
  message.mutable_header()->mutable_schema()->set_geometry_type("Point");
  ASSERT_TRUE(silent->Write(message));
  while (spool_.writers() == 0) std::this_thread::yield();

  grpc::ClientContext second_context;
  v1::Job job;
  auto second = jobs_->SubmitJobWithFeatures(&second_context, &job);
  const v1::ErrorDetail refused = detail(second->Finish());
  EXPECT_EQ(refused.reason(), "TOO_MANY_UPLOADS");
  EXPECT_TRUE(refused.has_retry_delay());

  const grpc::Status end = silent->Finish();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(detail(end).reason(), "UPLOAD_IDLE");
  EXPECT_EQ(spool_.writers(), 0);

  grpc::ClientContext third_context;
  auto third = data_->UploadDataset(&third_context, &dataset);
  third->Write(message);
  message.mutable_end()->set_feature_count(0);
  third->Write(message);
  EXPECT_TRUE(third->Finish().ok());
}

}  // namespace
}  // namespace geotask
