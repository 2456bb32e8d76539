// SPDX-License-Identifier: GPL-2.0-or-later
//
// What Client makes of the service Algorithms, against one that the test writes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/test_server.h"
#include "geotask/client.h"
#include "geotask/v1/algorithms.grpc.pb.h"

namespace geotask::client {
namespace {

// Two pages of one algorithm each; not ready for the first `busy` calls.
class Algorithms final : public v1::Algorithms::Service {
 public:
  grpc::Status ListAlgorithms(grpc::ServerContext*, const v1::ListAlgorithmsRequest* request,
                              v1::ListAlgorithmsResponse* page) override {
    if (busy-- > 0) return TestServer::error(grpc::StatusCode::UNAVAILABLE, "CATALOGUE_NOT_READY");
    filters.push_back(request->search());
    const bool first = request->page_token().empty();
    page->add_algorithms()->set_id(first ? "a:a" : "a:b");
    if (first) page->set_next_page_token("more");
    return grpc::Status::OK;
  }
  grpc::Status GetAlgorithm(grpc::ServerContext*, const v1::GetAlgorithmRequest* request,
                            v1::Algorithm* algorithm) override {
    if (request->name() != "algorithms/a:a") {
      return TestServer::error(grpc::StatusCode::NOT_FOUND, "UNKNOWN_ALGORITHM");
    }
    algorithm->set_id("a:a");
    return grpc::Status::OK;
  }

  int busy = 0;
  std::vector<std::string> filters;
};

class ClientAlgorithms : public testing::Test {
 protected:
  std::vector<std::string> list(size_t most) {
    std::vector<std::string> ids;
    v1::ListAlgorithmsRequest filter;
    filter.set_search("x");
    const Result<void> done = client_.listAlgorithms(filter, [&](const v1::Algorithm& algorithm) {
      ids.push_back(algorithm.id());
      return ids.size() < most;
    });
    EXPECT_TRUE(done.ok()) << done.error().message;
    return ids;
  }

  Algorithms algorithms_;
  TestServer server_{&algorithms_};
  Client client_{server_.address(), TestServer::impatient()};
};

TEST_F(ClientAlgorithms, AListFollowsAllPagesWithTheSameFilter) {
  EXPECT_EQ(list(9), (std::vector<std::string>{"a:a", "a:b"}));
  EXPECT_EQ(algorithms_.filters, (std::vector<std::string>{"x", "x"}));
}

TEST_F(ClientAlgorithms, AListEndsWhereItsVisitorDoes) {
  EXPECT_EQ(list(1), (std::vector<std::string>{"a:a"}));
  EXPECT_EQ(algorithms_.filters.size(), 1u);
}

TEST_F(ClientAlgorithms, AServerThatDoesNotKnowThemYetIsAskedAgain) {
  algorithms_.busy = 2;
  EXPECT_EQ(list(9).size(), 2u);
}

TEST_F(ClientAlgorithms, OneIsToldOrWhyNot) {
  const Result<v1::Algorithm> found = client_.getAlgorithm("algorithms/a:a");
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->id(), "a:a");
  const Result<v1::Algorithm> gone = client_.getAlgorithm("algorithms/b:b");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().reason, "UNKNOWN_ALGORITHM");
}

}  // namespace
}  // namespace geotask::client
