// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>

#include "geotask/client_impl.h"

namespace geotask::client {

Client::Impl::Impl(const std::string& address, const RetryPolicy& policy, Compression compression)
    : policy(policy), calls(compression == Compression::kGzip) {
  grpc::ChannelArguments arguments;
  if (compression == Compression::kGzip) arguments.SetCompressionAlgorithm(GRPC_COMPRESS_GZIP);
  // Finds out that a silent peer is gone, while a call is open; the server allows a ping in 10 s.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
  // The waits of Retry decide when to try again, not the channel's own, which are longer.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);  // How long a connect may take.
  // A proxy set for web pages would swallow calls to this machine and to its neighbours.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  const auto channel =
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  algorithms = v1::Algorithms::NewStub(channel);
  datasets = v1::Datasets::NewStub(channel);
  features = v1::Features::NewStub(channel);
  jobs = v1::Jobs::NewStub(channel);
  server = v1::Server::NewStub(channel);
  health = grpc::health::v1::Health::NewStub(channel);
}

Client::Client(const std::string& address, const RetryPolicy& policy, Compression compression)
    : impl_(std::make_unique<Impl>(address, policy, compression)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

Result<v1::Job> Client::get(const std::string& name) {
  v1::GetJobRequest request;
  request.set_name(name);
  return impl_->unary<v1::Job>([&](grpc::ClientContext* context, v1::Job* job) {
    return impl_->jobs->GetJob(context, request, job);
  });
}

Result<void> Client::list(v1::ListJobsRequest filter,
                          const std::function<bool(const v1::Job&)>& visit) {
  return impl_->pages<v1::ListJobsResponse>(
      std::move(filter),
      [&](grpc::ClientContext* context, const v1::ListJobsRequest& request,
          v1::ListJobsResponse* page) { return impl_->jobs->ListJobs(context, request, page); },
      [&](const v1::ListJobsResponse& page) {
        return std::all_of(page.jobs().begin(), page.jobs().end(), visit);
      });
}

Result<v1::Job> Client::cancel(const std::string& name) {
  v1::CancelJobRequest request;
  request.set_name(name);
  return impl_->unary<v1::Job>([&](grpc::ClientContext* context, v1::Job* job) {
    return impl_->jobs->CancelJob(context, request, job);
  });
}

Result<void> Client::remove(const std::string& name) {
  v1::DeleteJobRequest request;
  request.set_name(name);
  return impl_->unaryVoid([&](grpc::ClientContext* context, google::protobuf::Empty* empty) {
    return impl_->jobs->DeleteJob(context, request, empty);
  });
}

Result<v1::ServerInfo> Client::serverInfo(const std::string& source) {
  v1::GetServerInfoRequest request;
  request.set_source(source);
  return impl_->unary<v1::ServerInfo>([&](grpc::ClientContext* context, v1::ServerInfo* info) {
    return impl_->server->GetServerInfo(context, request, info);
  });
}

Result<std::string> Client::health() {
  const Calls::Epoch epoch = impl_->calls.begin();
  Call call(impl_->calls, epoch);
  call.context.set_deadline(std::chrono::system_clock::now() + impl_->policy.call_deadline);
  grpc::health::v1::HealthCheckResponse answer;
  const grpc::Status status =
      impl_->health->Check(&call.context, grpc::health::v1::HealthCheckRequest(), &answer);
  if (impl_->calls.stopped(epoch)) return stoppedError();
  if (!status.ok()) return errorFromStatus(status);
  return grpc::health::v1::HealthCheckResponse::ServingStatus_Name(answer.status());
}

void Client::stopCalls() { impl_->calls.stop(); }

v1::WatchJobRequest watchRequest(const std::string& name) {
  v1::WatchJobRequest request;
  request.set_name(name);
  return request;
}

bool isFinal(v1::JobState state) {
  return state == v1::JOB_STATE_SUCCEEDED || state == v1::JOB_STATE_FAILED ||
         state == v1::JOB_STATE_CANCELLED;
}

}  // namespace geotask::client
