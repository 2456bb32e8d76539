// SPDX-License-Identifier: GPL-2.0-or-later
//
// What stands behind Client. Private to the library.
#pragma once

#include <google/protobuf/empty.pb.h>

#include <memory>
#include <string>

#include "geotask/calls.h"
#include "geotask/client.h"
#include "geotask/retry.h"
#include "geotask/v1/algorithms.grpc.pb.h"
#include "geotask/v1/datasets.grpc.pb.h"
#include "geotask/v1/features.grpc.pb.h"
#include "geotask/v1/jobs.grpc.pb.h"
#include "geotask/v1/server.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace geotask::client {

struct Client::Impl {
  Impl(const std::string& address, const RetryPolicy& policy, Compression compression);

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

  // The same for calls that answer with nothing.
  template <typename Invoke>
  Result<void> unaryVoid(const Invoke& invoke) {
    const Result<google::protobuf::Empty> done = unary<google::protobuf::Empty>(invoke);
    if (!done.ok()) return done.error();
    return {};
  }

  // Gets page after page of a list until `visit`, bool(const Page&), returns false. `invoke` is
  // grpc::Status(grpc::ClientContext*, const Filter&, Page*).
  template <typename Page, typename Filter, typename Invoke, typename Visit>
  Result<void> pages(Filter filter, const Invoke& invoke, const Visit& visit) {
    while (true) {
      const Result<Page> page = unary<Page>([&](grpc::ClientContext* context, Page* answer) {
        return invoke(context, filter, answer);
      });
      if (!page.ok()) return page.error();
      if (!visit(*page) || page->next_page_token().empty()) return {};
      filter.set_page_token(page->next_page_token());
    }
  }

  // Defined in client_upload.h.
  template <typename Answer, typename Message, typename Send, typename Start>
  Result<Answer> upload(const Send& send, const Start& start);

  // Defined in client_stream.h.
  template <typename Request, typename Start, typename Prepare>
  Result<v1::FeaturesSummary> exchange(const Start& start, const Client::OpenRows& open,
                                       const Client::StreamReader& reader, const Prepare& prepare);

  const RetryPolicy policy;
  std::unique_ptr<v1::Algorithms::Stub> algorithms;
  std::unique_ptr<v1::Datasets::Stub> datasets;
  std::unique_ptr<v1::Features::Stub> features;
  std::unique_ptr<v1::Jobs::Stub> jobs;
  std::unique_ptr<v1::Server::Stub> server;
  std::unique_ptr<grpc::health::v1::Health::Stub> health;
  Calls calls;
};

}  // namespace geotask::client
