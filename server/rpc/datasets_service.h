// SPDX-License-Identifier: GPL-2.0-or-later
//
// The service Datasets: each rpc turned into a call of the domain, and the answer turned back.
#pragma once

#include "domain/dataset_service.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/datasets.grpc.pb.h"
#include "rpc/upload_slots.h"

namespace geotask {

// Any thread; nothing here waits.
class DatasetsService final : public v1::Datasets::CallbackService {
 public:
  DatasetsService(DatasetService& service, JobService& jobs, Spool& spool, UploadSlots& slots)
      : service_(service), jobs_(jobs), spool_(spool), slots_(slots) {}

  grpc::ServerReadReactor<v1::UploadDatasetRequest>* UploadDataset(
      grpc::CallbackServerContext* context, v1::Dataset* dataset) override;
  grpc::ServerUnaryReactor* GetDataset(grpc::CallbackServerContext* context,
                                       const v1::GetDatasetRequest* request,
                                       v1::Dataset* dataset) override;
  grpc::ServerUnaryReactor* ListDatasets(grpc::CallbackServerContext* context,
                                         const v1::ListDatasetsRequest* request,
                                         v1::ListDatasetsResponse* page) override;
  grpc::ServerUnaryReactor* DeleteDataset(grpc::CallbackServerContext* context,
                                          const v1::DeleteDatasetRequest* request,
                                          google::protobuf::Empty* nothing) override;

 private:
  DatasetService& service_;
  JobService& jobs_;
  Spool& spool_;
  UploadSlots& slots_;
};

}  // namespace geotask
