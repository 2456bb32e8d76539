// SPDX-License-Identifier: GPL-2.0-or-later
//
// The client's calls about datasets against a server that the test writes.
#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "cli/test_server.h"
#include "geotask/client.h"
#include "geotask/v1/datasets.grpc.pb.h"

namespace geotask::client {
namespace {

using grpc::StatusCode;

// Keeps what each upload sent; answers with the errors that it was given, then with a dataset.
class Datasets final : public v1::Datasets::Service {
 public:
  struct Upload {
    v1::UploadDatasetHeader header;
    std::vector<int64_t> ids;
    bool ended = false;
  };

  grpc::Status UploadDataset(grpc::ServerContext*,
                             grpc::ServerReader<v1::UploadDatasetRequest>* reader,
                             v1::Dataset* answer) override {
    Upload upload;
    v1::UploadDatasetRequest message;
    while (reader->Read(&message)) {
      if (message.has_header()) upload.header = message.header();
      for (const v1::Feature& row : message.batch().features()) upload.ids.push_back(row.id());
      upload.ended = upload.ended || message.has_end();
    }
    uploads.push_back(upload);
    if (!errors.empty()) {
      const grpc::Status error = errors.front();
      errors.pop_front();
      return error;
    }
    answer->set_name("datasets/" + upload.header.dataset_id());
    answer->set_feature_count(upload.ids.size());
    return grpc::Status::OK;
  }

  // Two pages of two.
  grpc::Status ListDatasets(grpc::ServerContext*, const v1::ListDatasetsRequest* request,
                            v1::ListDatasetsResponse* answer) override {
    const bool is_first = request->page_token().empty();
    for (const char* id : {is_first ? "d" : "b", is_first ? "c" : "a"}) {
      answer->add_datasets()->set_name(std::string("datasets/") + id);
    }
    if (is_first) answer->set_next_page_token("second");
    ++pages;
    return grpc::Status::OK;
  }

  grpc::Status DeleteDataset(grpc::ServerContext*, const v1::DeleteDatasetRequest* request,
                             google::protobuf::Empty*) override {
    if (request->name() == "datasets/a") return grpc::Status::OK;
    return TestServer::error(StatusCode::NOT_FOUND, "DATASET_NOT_FOUND");
  }

  std::deque<grpc::Status> errors;
  std::vector<Upload> uploads;
  int pages = 0;
};

class ClientDatasets : public testing::Test {
 protected:
  // Rows 1, 2, 3 each time it is opened; an error in place of the row `broken`.
  static Client::OpenRows rows(int64_t broken = 0) {
    return [broken]() -> Result<Client::NextRow> {
      return Client::NextRow([broken, id = int64_t{0}](v1::Feature* row) mutable -> Result<bool> {
        if (++id > 3) return false;
        if (id == broken) return localError(StatusCode::DATA_LOSS, "BROKEN", "The file is broken.");
        row->set_id(id);
        return true;
      });
    };
  }

  static v1::UploadDatasetHeader header() {
    v1::UploadDatasetHeader header;
    header.set_dataset_id("lakes");
    return header;
  }

  std::vector<std::string> list(size_t most) {
    std::vector<std::string> names;
    const Result<void> done = client_.listDatasets({}, [&](const v1::Dataset& dataset) {
      names.push_back(dataset.name());
      return names.size() < most;
    });
    EXPECT_TRUE(done.ok());
    return names;
  }

  Datasets datasets_;
  TestServer server_{&datasets_};
  Client client_{server_.address(), TestServer::impatient()};
};

TEST_F(ClientDatasets, AnUploadSendsHeaderRowsAndEnd) {
  const Result<v1::Dataset> dataset = client_.uploadDataset(header(), rows());
  ASSERT_TRUE(dataset.ok()) << dataset.error().message;
  EXPECT_EQ(dataset->name(), "datasets/lakes");
  ASSERT_EQ(datasets_.uploads.size(), 1u);
  EXPECT_EQ(datasets_.uploads[0].ids, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_TRUE(datasets_.uploads[0].ended);
}

TEST_F(ClientDatasets, AnUploadIsRepeatedFromTheFirstRowOnWithTheSameRequestId) {
  datasets_.errors = {TestServer::error(StatusCode::UNAVAILABLE, "DRAINING")};
  const Result<v1::Dataset> dataset = client_.uploadDataset(header(), rows());
  ASSERT_TRUE(dataset.ok()) << dataset.error().message;
  ASSERT_EQ(datasets_.uploads.size(), 2u);
  EXPECT_EQ(datasets_.uploads[1].ids, (std::vector<int64_t>{1, 2, 3}));
  EXPECT_NE(datasets_.uploads[0].header.request_id(), "");
  EXPECT_EQ(datasets_.uploads[0].header.request_id(), datasets_.uploads[1].header.request_id());
}

TEST_F(ClientDatasets, AnUploadThatIsRefusedIsNotRepeated) {
  datasets_.errors = {TestServer::error(StatusCode::RESOURCE_EXHAUSTED, "DATASETS_FULL")};
  const Result<v1::Dataset> dataset = client_.uploadDataset(header(), rows());
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().reason, "DATASETS_FULL");
  EXPECT_EQ(datasets_.uploads.size(), 1u);
}

TEST_F(ClientDatasets, AnUploadWhoseRowsBreakIsNeverEnded) {
  const Result<v1::Dataset> dataset = client_.uploadDataset(header(), rows(2));
  ASSERT_FALSE(dataset.ok());
  EXPECT_EQ(dataset.error().reason, "BROKEN");
  server_.stop();
  for (const Datasets::Upload& upload : datasets_.uploads) EXPECT_FALSE(upload.ended);
}

TEST_F(ClientDatasets, AListFollowsAllPages) {
  EXPECT_EQ(list(9),
            (std::vector<std::string>{"datasets/d", "datasets/c", "datasets/b", "datasets/a"}));
  EXPECT_EQ(datasets_.pages, 2);
}

TEST_F(ClientDatasets, AListEndsWhereItsVisitorDoes) {
  EXPECT_EQ(list(1), (std::vector<std::string>{"datasets/d"}));
  EXPECT_EQ(datasets_.pages, 1);
}

TEST_F(ClientDatasets, RemovingTellsWhatIsNotThere) {
  EXPECT_TRUE(client_.removeDataset("datasets/a").ok());
  const Result<void> gone = client_.removeDataset("datasets/z");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().reason, "DATASET_NOT_FOUND");
}

}  // namespace
}  // namespace geotask::client
