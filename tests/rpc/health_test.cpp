// SPDX-License-Identifier: GPL-2.0-or-later
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/rpc_fixture.h"

namespace geotask {
namespace {

using HealthResponse = grpc::health::v1::HealthCheckResponse;

class HealthTest : public RpcTest {
 protected:
  HealthResponse::ServingStatus check(const std::string& service) {
    const auto stub = grpc::health::v1::Health::NewStub(channel_);
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    HealthResponse response;
    EXPECT_TRUE(stub->Check(&context, request, &response).ok());
    return response.status();
  }

  // What reflection answers, as bytes, to a ServerReflectionRequest that has this one text field.
  std::string reflect(char field, const std::string& text) {
    const std::string request = {static_cast<char>(field << 3 | 2), static_cast<char>(text.size())};
    const grpc::Slice slice(request + text);
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    auto call = stub.PrepareUnaryCall(
        &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        grpc::ByteBuffer(&slice, 1), &queue);
    grpc::ByteBuffer response;
    grpc::Status status;
    call->StartCall();
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    EXPECT_TRUE(status.ok()) << status.error_message();
    grpc::Slice answer;
    EXPECT_TRUE(response.DumpToSingleSlice(&answer).ok());
    return std::string(answer.begin(), answer.end());
  }

  static constexpr char kFileContainingSymbol = 4;
  static constexpr char kListServices = 7;
};

TEST_F(HealthTest, ServesUntilToldOtherwise) {
  for (const char* service : {"", "geotask.v1.Jobs", "geotask.v1.Server"}) {
    EXPECT_EQ(check(service), HealthResponse::SERVING);
  }
  server_->setServing(false);
  for (const char* service : {"", "geotask.v1.Jobs", "geotask.v1.Server"}) {
    EXPECT_EQ(check(service), HealthResponse::NOT_SERVING);
  }
}

TEST_F(HealthTest, ReflectionListsTheServices) {
  const std::string services = reflect(kListServices, "*");
  for (const char* service : {"geotask.v1.Jobs", "geotask.v1.Server", "grpc.health.v1.Health"}) {
    EXPECT_NE(services.find(service), std::string::npos) << service;
  }
}

TEST_F(HealthTest, ReflectionDescribesServicesAndTheDetailOfErrors) {
  EXPECT_NE(reflect(kFileContainingSymbol, "geotask.v1.Jobs").find("SubmitJobWithFeatures"),
            std::string::npos);
  EXPECT_NE(reflect(kFileContainingSymbol, "geotask.v1.ErrorDetail").find("retry_delay"),
            std::string::npos);
  EXPECT_NE(reflect(kFileContainingSymbol, "grpc.health.v1.Health").find("HealthCheckRequest"),
            std::string::npos);
}

}  // namespace
}  // namespace geotask
