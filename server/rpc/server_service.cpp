// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/server_service.h"

#include "codec/message_limits.h"
#include "rpc/convert_server.h"
#include "rpc/status.h"

namespace geotask {

grpc::ServerUnaryReactor* ServerService::GetServerInfo(grpc::CallbackServerContext* context,
                                                       const v1::GetServerInfoRequest* request,
                                                       v1::ServerInfo* info) {
  auto answer = serverInfo(facts_, *catalogue_.sources(), request->source(), kMaxMessageBytes);
  if (answer.ok()) *info = *std::move(answer);
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(toGrpc(answer.status()));
  return reactor;
}

}  // namespace geotask
