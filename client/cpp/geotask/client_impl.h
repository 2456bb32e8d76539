// SPDX-License-Identifier: GPL-2.0-or-later
//
// What stands behind Client. Private to the library.
#pragma once

#include <memory>

#include "geotask/calls.h"
#include "geotask/client.h"
#include "geotask/v1/jobs.grpc.pb.h"
#include "geotask/v1/server.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace geotask::client {

struct Client::Impl {
  Impl(const std::string& address, const RetryPolicy& policy);

  // Makes a unary call until it succeeds or the policy gives up. `call` is
  // grpc::Status(grpc::ClientContext*, Answer*).
  template <typename Answer, typename Invoke>
  Result<Answer> unary(const Invoke& invoke) {
    Retry retry(policy);
    const Calls::Epoch epoch = calls.begin();
    while (true) {
      Answer answer;
      grpc::Status status;
      {
        Call call(calls, epoch);
        call.context.set_deadline(std::chrono::system_clock::now() + policy.call_deadline);
        status = invoke(&call.context, &answer);
      }
      if (status.ok()) return answer;
      if (calls.stopped(epoch)) return stoppedError();
      const Error error = errorFromStatus(status);
      const auto wait = retry.next(error);
      if (!wait) return error;
      if (!calls.sleep(epoch, *wait)) return stoppedError();
    }
  }

  const RetryPolicy policy;
  std::unique_ptr<v1::Jobs::Stub> jobs;
  std::unique_ptr<v1::Server::Stub> server;
  std::unique_ptr<grpc::health::v1::Health::Stub> health;
  Calls calls;
};

}  // namespace geotask::client
