// SPDX-License-Identifier: GPL-2.0-or-later
//
// The service Jobs: each rpc turned into a call of the domain, and the answer turned back.
#pragma once

#include <memory>
#include <utility>

#include "domain/disk_budget.h"
#include "domain/job_service.h"
#include "domain/picture_service.h"
#include "domain/spool.h"
#include "geotask/v1/jobs.grpc.pb.h"
#include "rpc/upload_slots.h"
#include "rpc/watch_stream.h"

namespace geotask {

// Any thread; nothing here waits. ReadFeatures is raw: results are sent as the bytes that lie in
// the spool.
class JobsService final
    : public v1::Jobs::WithRawCallbackMethod_ReadFeatures<v1::Jobs::CallbackService> {
 public:
  JobsService(JobService& service, const PictureService& pictures, std::shared_ptr<DiskBudget> disk,
              Spool& spool, UploadSlots& slots, const WatchTimes& times)
      : service_(service),
        pictures_(pictures),
        disk_(std::move(disk)),
        spool_(spool),
        slots_(slots),
        times_(times) {}

  grpc::ServerUnaryReactor* SubmitJob(grpc::CallbackServerContext* context,
                                      const v1::SubmitJobRequest* request, v1::Job* job) override;
  grpc::ServerReadReactor<v1::SubmitJobWithFeaturesRequest>* SubmitJobWithFeatures(
      grpc::CallbackServerContext* context, v1::Job* job) override;
  grpc::ServerUnaryReactor* GetJob(grpc::CallbackServerContext* context,
                                   const v1::GetJobRequest* request, v1::Job* job) override;
  grpc::ServerUnaryReactor* ListJobs(grpc::CallbackServerContext* context,
                                     const v1::ListJobsRequest* request,
                                     v1::ListJobsResponse* page) override;
  grpc::ServerWriteReactor<v1::JobEvent>* WatchJob(grpc::CallbackServerContext* context,
                                                   const v1::WatchJobRequest* request) override;
  grpc::ServerUnaryReactor* CancelJob(grpc::CallbackServerContext* context,
                                      const v1::CancelJobRequest* request, v1::Job* job) override;
  grpc::ServerUnaryReactor* DeleteJob(grpc::CallbackServerContext* context,
                                      const v1::DeleteJobRequest* request,
                                      google::protobuf::Empty* nothing) override;
  grpc::ServerWriteReactor<v1::ReadFileResponse>* ReadFile(
      grpc::CallbackServerContext* context, const v1::ReadFileRequest* request) override;
  grpc::ServerWriteReactor<v1::RenderOutputResponse>* RenderOutput(
      grpc::CallbackServerContext* context, const v1::RenderOutputRequest* request) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ReadFeatures(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  JobService& service_;
  const PictureService& pictures_;
  const std::shared_ptr<DiskBudget> disk_;
  Spool& spool_;
  UploadSlots& slots_;
  const WatchTimes times_;
};

}  // namespace geotask
