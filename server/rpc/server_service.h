// SPDX-License-Identifier: GPL-2.0-or-later
//
// The service Server: what this daemon is, offers and allows.
#pragma once

#include <utility>

#include "domain/catalogue.h"
#include "geotask/v1/server.grpc.pb.h"
#include "rpc/server_facts.h"

namespace geotask {

// Any thread; nothing here waits.
class ServerService final : public v1::Server::CallbackService {
 public:
  ServerService(ServerFacts facts, const SourceCatalogue& catalogue)
      : facts_(std::move(facts)), catalogue_(catalogue) {}

  grpc::ServerUnaryReactor* GetServerInfo(grpc::CallbackServerContext* context,
                                          const v1::GetServerInfoRequest* request,
                                          v1::ServerInfo* info) override;

 private:
  const ServerFacts facts_;
  const SourceCatalogue& catalogue_;
};

}  // namespace geotask
