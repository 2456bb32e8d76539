// SPDX-License-Identifier: GPL-2.0-or-later
//
// The gRPC server: its addresses, services and limits, with health and reflection.
//
//     auto server = RpcServer::start({jobs, pictures, datasets, algorithms, sources, spool}, facts,
//                                    {{"127.0.0.1:0"}});
//     announce((*server)->addresses());          // {"127.0.0.1:40123"}
//     (*server)->setServing(false);              // Health says so; calls are still answered.
//     (*server)->shutdown(absl::Now() + absl::Seconds(5));
#pragma once

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/algorithm_service.h"
#include "domain/catalogue.h"
#include "domain/dataset_service.h"
#include "domain/job_service.h"
#include "domain/picture_service.h"
#include "domain/spool.h"
#include "rpc/algorithms_service.h"
#include "rpc/datasets_service.h"
#include "rpc/features_service.h"
#include "rpc/jobs_service.h"
#include "rpc/server_facts.h"
#include "rpc/server_service.h"
#include "rpc/upload_slots.h"

namespace geotask {

struct RpcOptions {
  std::vector<std::string> addresses;  // HOST:PORT (port 0: any that is free) or unix:PATH.
  bool reflection = true;
  WatchTimes watch_times;
  StreamTimes stream_times;
};

// What the services stand on; all outlive the server.
struct RpcDomain {
  JobService& jobs;
  const PictureService& pictures;
  DatasetService& datasets;
  const AlgorithmService& algorithms;
  const SourceCatalogue& catalogue;
  Spool& spool;
};

// Used by one thread.
class RpcServer {
 public:
  // Serves when it returns; UNAVAILABLE ADDRESS_IN_USE names the address that cannot be had.
  static absl::StatusOr<std::unique_ptr<RpcServer>> start(const RpcDomain& domain,
                                                          const ServerFacts& facts,
                                                          const RpcOptions& options);
  // Shuts down at once if that was not done.
  ~RpcServer();

  // As given, with the ports that were chosen.
  const std::vector<std::string>& addresses() const { return addresses_; }

  // What the health service tells for "" and for each service.
  void setServing(bool serving);

  // Takes no more calls, lets those at work go on until the deadline, then cancels them. Returns
  // when all have ended.
  void shutdown(absl::Time deadline);

 private:
  RpcServer(const RpcDomain& domain, const ServerFacts& facts, const RpcOptions& options);
  absl::Status listen(const RpcOptions& options);

  UploadSlots upload_slots_;
  AlgorithmsService algorithms_service_;
  DatasetsService datasets_service_;
  FeaturesService features_service_;
  JobsService jobs_service_;
  ServerService server_service_;
  std::vector<std::string> addresses_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace geotask
