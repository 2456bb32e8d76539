// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/algorithms_service.h"

#include <utility>

#include "rpc/convert_algorithm.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {

grpc::ServerUnaryReactor* AlgorithmsService::ListAlgorithms(
    grpc::CallbackServerContext* context, const v1::ListAlgorithmsRequest* request,
    v1::ListAlgorithmsResponse* page) {
  auto answer = listPage(service_, *request);
  if (answer.ok()) *page = *std::move(answer);
  return finish(context, answer.status());
}

grpc::ServerUnaryReactor* AlgorithmsService::GetAlgorithm(grpc::CallbackServerContext* context,
                                                          const v1::GetAlgorithmRequest* request,
                                                          v1::Algorithm* algorithm) {
  const auto id = parseAlgorithmName(request->name());
  if (!id.ok()) return finish(context, id.status());
  const auto found = service_.get(*id);
  if (found.ok()) toProto(**found, *algorithm);
  return finish(context, found.status());
}

}  // namespace geotask
