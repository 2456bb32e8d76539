// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

class LimitsTest : public RpcTest {
 protected:
  static RpcOptions options(std::vector<std::string> addresses) {
    RpcOptions options;
    options.addresses = std::move(addresses);
    return options;
  }
};

TEST_F(LimitsTest, AMessageOfExactlyOneMebibyteIsTakenAndALargerOneIsNot) {
  v1::SubmitJobRequest request = points(0);
  const std::string head = R"({"type": "Point", "coordinates": [0, 0]})";
  request.mutable_spec()->mutable_input()->set_geojson(std::string(1 << 20, ' '));
  const size_t excess = request.ByteSizeLong() - (size_t{1} << 20);
  request.mutable_spec()->mutable_input()->set_geojson(
      head + std::string((1 << 20) - excess - head.size(), ' '));
  ASSERT_EQ(request.ByteSizeLong(), size_t{1} << 20);
  submit(request);

  request.set_job_id("bb");
  grpc::ClientContext context;
  v1::Job job;
  EXPECT_EQ(jobs_->SubmitJob(&context, request, &job).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(LimitsTest, AnAddressThatIsTakenIsTold) {
  const auto second =
      RpcServer::start({service_, pictures_, datasets_, algorithms_, catalogue_, spool_}, {},
                       options({server_->addresses()[0]}));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errorDetail(second.status()).given, server_->addresses()[0]);
}

TEST_F(LimitsTest, AServerListensOnSeveralAddresses) {
  const std::string path = testing::TempDir() + "geotask-rpc-test.sock";
  const auto second =
      RpcServer::start({service_, pictures_, datasets_, algorithms_, catalogue_, spool_}, {},
                       options({"127.0.0.1:0", "unix:" + path}));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ((*second)->addresses()[1], "unix:" + path);
  EXPECT_NE((*second)->addresses()[0], "127.0.0.1:0");
  for (const std::string& address : (*second)->addresses()) {
    const auto stub =
        v1::Jobs::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    v1::ListJobsResponse page;
    EXPECT_TRUE(stub->ListJobs(&context, {}, &page).ok());
  }
}

}  // namespace
}  // namespace geotask
