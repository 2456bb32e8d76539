// SPDX-License-Identifier: GPL-2.0-or-later
//
// A server of the API inside the test: services that the test writes, at a socket in a folder of
// its own.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <stdlib.h>

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>

#include "geotask/retry_policy.h"
#include "geotask/v1/error.pb.h"

namespace geotask {

class TestServer {
 public:
  explicit TestServer(std::initializer_list<grpc::Service*> services) {
    std::string folder = (std::filesystem::temp_directory_path() / "client-test-XXXXXX").string();
    folder_ = mkdtemp(folder.data());
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address(), grpc::InsecureServerCredentials());
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
  }
  ~TestServer() {
    stop();
    std::filesystem::remove_all(folder_);
  }

  // Ends all calls; what the services keep stands still afterwards.
  void stop() {
    server_->Shutdown();
    server_->Wait();
  }

  std::string address() const { return "unix:" + folder_ + "/socket"; }

  // What geotaskd answers with.
  static grpc::Status error(grpc::StatusCode code, const std::string& reason) {
    v1::ErrorDetail detail;
    detail.set_reason(reason);
    v1::StatusDetails details;
    details.add_details()->PackFrom(detail);
    return grpc::Status(code, reason, details.SerializeAsString());
  }

  // Tries again at once.
  static client::RetryPolicy impatient() {
    client::RetryPolicy policy;
    policy.first_wait = std::chrono::milliseconds(1);
    return policy;
  }

 private:
  std::string folder_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace geotask
