// SPDX-License-Identifier: GPL-2.0-or-later
//
// The service Algorithms: each rpc turned into a call of the domain, and the answer turned back.
#pragma once

#include "domain/algorithm_service.h"
#include "geotask/v1/algorithms.grpc.pb.h"

namespace geotask {

// Any thread; nothing here waits.
class AlgorithmsService final : public v1::Algorithms::CallbackService {
 public:
  explicit AlgorithmsService(const AlgorithmService& service) : service_(service) {}

  grpc::ServerUnaryReactor* ListAlgorithms(grpc::CallbackServerContext* context,
                                           const v1::ListAlgorithmsRequest* request,
                                           v1::ListAlgorithmsResponse* page) override;
  grpc::ServerUnaryReactor* GetAlgorithm(grpc::CallbackServerContext* context,
                                         const v1::GetAlgorithmRequest* request,
                                         v1::Algorithm* algorithm) override;

 private:
  const AlgorithmService& service_;
};

}  // namespace geotask
