// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "codec/message_limits.h"
#include "domain/errors.h"
#include "grpc/health/v1/health.pb.h"

namespace geotask {
namespace {

void setLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(kMaxMessageBytes));
  // With it a second daemon could take the same port, and each would get some of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // What a client may send ahead while the server is busy with what it has sent: some messages, or each
  // waits for the one before it.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 2 << 20);
  // Finds out within two minutes that a silent client is gone, so that its streams end.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 90000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20000);
  // Clients may ask that often themselves, also without a call.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Closes connections on which nobody speaks HTTP/2.
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 20000);
}

// gRPC's reflection library adds itself to every server of a program that links it.
class WithoutReflection : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->erase(std::remove_if(plugins->begin(), plugins->end(),
                                  [](const auto& plugin) {
                                    return plugin->name() == "proto_server_reflection";
                                  }),
                   plugins->end());
  }
};

void addPlugins(grpc::ServerBuilder& builder, bool reflection) {
  static std::once_flag once;
  std::call_once(once, [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // gRPC brings the health service without its descriptor; naming it here links it, so that
    // reflection can describe the service.
    static_cast<void>(grpc::health::v1::HealthCheckRequest::descriptor());
  });
  if (!reflection) builder.SetOption(std::make_unique<WithoutReflection>());
}

bool hasPort(const std::string& address) { return !absl::StartsWith(address, "unix:"); }

std::string withPort(const std::string& address, int port) {
  return hasPort(address) ? absl::StrCat(address.substr(0, address.rfind(':') + 1), port) : address;
}

}  // namespace

RpcServer::RpcServer(const RpcDomain& domain, const ServerFacts& facts, const RpcOptions& options)
    : upload_slots_(domain.jobs.limits().max_uploads),
      algorithms_service_(domain.algorithms),
      datasets_service_(domain.datasets, domain.jobs, domain.spool, upload_slots_),
      features_service_(domain.jobs, options.stream_times),
      jobs_service_(domain.jobs, domain.pictures, domain.datasets.disk(), domain.spool,
                    upload_slots_, options.watch_times),
      server_service_(facts, domain.catalogue) {}

RpcServer::~RpcServer() { shutdown(absl::Now()); }

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::start(const RpcDomain& domain,
                                                            const ServerFacts& facts,
                                                            const RpcOptions& options) {
  std::unique_ptr<RpcServer> server(new RpcServer(domain, facts, options));
  if (absl::Status status = server->listen(options); !status.ok()) return status;
  server->setServing(true);
  return server;
}

absl::Status RpcServer::listen(const RpcOptions& options) {
  const std::vector<std::string>& addresses = options.addresses;
  grpc::ServerBuilder builder;
  addPlugins(builder, options.reflection);
  setLimits(builder);
  std::vector<int> ports(addresses.size(), 0);
  for (size_t i = 0; i < addresses.size(); ++i)
    builder.AddListeningPort(addresses[i], grpc::InsecureServerCredentials(), &ports[i]);
  builder.RegisterService(&algorithms_service_);
  builder.RegisterService(&datasets_service_);
  builder.RegisterService(&features_service_);
  builder.RegisterService(&jobs_service_);
  builder.RegisterService(&server_service_);
  server_ = builder.BuildAndStart();
  for (size_t i = 0; i < addresses.size(); ++i) {
    if (server_ == nullptr && ports[i] == 0)
      return makeError(absl::StatusCode::kUnavailable,
                       absl::StrCat("cannot listen on ", addresses[i],
                                    "; is it in use, or not of this machine?"),
                       {"ADDRESS_IN_USE", "listen", addresses[i], "HOST:PORT or unix:PATH",
                        "Choose another address, or port 0 for any that is free."});
    addresses_.push_back(withPort(addresses[i], ports[i]));
  }
  return server_ != nullptr ? absl::OkStatus() : absl::InternalError("gRPC could not start");
}

void RpcServer::setServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus(serving);
  for (const char* service : {"", v1::Algorithms::service_full_name(),
                              v1::Datasets::service_full_name(), v1::Features::service_full_name(),
                              v1::Jobs::service_full_name(), v1::Server::service_full_name()})
    health->SetServingStatus(service, serving);
}

void RpcServer::shutdown(absl::Time deadline) {
  if (server_ == nullptr) return;
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
  server_.reset();
}

}  // namespace geotask
