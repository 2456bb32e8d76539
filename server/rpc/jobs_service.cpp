// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/jobs_service.h"

#include <utility>

#include "rpc/compression.h"
#include "rpc/convert_job.h"
#include "rpc/convert_list.h"
#include "rpc/convert_submit.h"
#include "rpc/file_stream.h"
#include "rpc/fingerprint.h"
#include "rpc/picture_stream.h"
#include "rpc/principal.h"
#include "rpc/read_stream.h"
#include "rpc/refused_stream.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"
#include "rpc/submit_stream.h"

namespace geotask {
namespace {

absl::Status answer(const absl::StatusOr<JobSnapshot>& job, v1::Job* proto) {
  if (job.ok()) toProto(*job, *proto);
  return job.status();
}

absl::StatusOr<SubmitRequest> takeRequest(v1::SubmitJobRequest request,
                                          const std::string& principal, const Limits& limits) {
  const std::string request_id = std::move(*request.mutable_request_id());
  request.clear_request_id();
  std::string fingerprint;
  if (!request_id.empty()) {
    Fingerprint hash;
    hash.add(request);
    fingerprint = hash.finish();
  }
  auto taken = takeSubmit(request, principal, limits);
  if (!taken.ok()) return taken;
  taken->request_id = request_id;
  taken->fingerprint = std::move(fingerprint);
  return taken;
}

}  // namespace

grpc::ServerUnaryReactor* JobsService::SubmitJob(grpc::CallbackServerContext* context,
                                                 const v1::SubmitJobRequest* request,
                                                 v1::Job* job) {
  auto taken = takeRequest(*request, principalOf(*context), service_.limits());
  if (!taken.ok()) return finish(context, taken.status());
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();  // There until its Finish().
  service_.submit(*std::move(taken), [reactor, job](const absl::StatusOr<JobSnapshot>& accepted) {
    reactor->Finish(toGrpc(answer(accepted, job)));
  });
  return reactor;
}

grpc::ServerReadReactor<v1::SubmitJobWithFeaturesRequest>* JobsService::SubmitJobWithFeatures(
    grpc::CallbackServerContext* context, v1::Job* job) {
  return new SubmitStream(service_, disk_, spool_, slots_, principalOf(*context), job);
}

grpc::ServerUnaryReactor* JobsService::GetJob(grpc::CallbackServerContext* context,
                                              const v1::GetJobRequest* request, v1::Job* job) {
  const auto id = parseJobName(request->name());
  if (!id.ok()) return finish(context, id.status());
  return finish(context, answer(service_.get(principalOf(*context), *id), job));
}

grpc::ServerUnaryReactor* JobsService::ListJobs(grpc::CallbackServerContext* context,
                                                const v1::ListJobsRequest* request,
                                                v1::ListJobsResponse* page) {
  auto list = fromProto(*request, principalOf(*context));
  if (!list.ok()) return finish(context, list.status());
  auto answer = listPage(service_, *std::move(list));
  if (answer.ok()) *page = *std::move(answer);
  return finish(context, answer.status());
}

grpc::ServerWriteReactor<v1::JobEvent>* JobsService::WatchJob(grpc::CallbackServerContext* context,
                                                              const v1::WatchJobRequest* request) {
  return new WatchStream(service_, times_, principalOf(*context), *request);
}

grpc::ServerUnaryReactor* JobsService::CancelJob(grpc::CallbackServerContext* context,
                                                 const v1::CancelJobRequest* request,
                                                 v1::Job* job) {
  const auto id = parseJobName(request->name());
  if (!id.ok()) return finish(context, id.status());
  return finish(context, answer(service_.cancel(principalOf(*context), *id), job));
}

grpc::ServerUnaryReactor* JobsService::DeleteJob(grpc::CallbackServerContext* context,
                                                 const v1::DeleteJobRequest* request,
                                                 google::protobuf::Empty*) {
  const auto id = parseJobName(request->name());
  if (!id.ok()) return finish(context, id.status());
  return finish(context, service_.remove(principalOf(*context), *id));
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* JobsService::ReadFeatures(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  const absl::Status known = compressIfAsked(*context);
  if (!known.ok()) return new RefusedStream<grpc::ByteBuffer>(known);
  return new ReadStream(service_, principalOf(*context), *request);
}

grpc::ServerWriteReactor<v1::ReadFileResponse>* JobsService::ReadFile(
    grpc::CallbackServerContext* context, const v1::ReadFileRequest* request) {
  const absl::Status known = compressIfAsked(*context);
  if (!known.ok()) return new RefusedStream<v1::ReadFileResponse>(known);
  return new FileStream(service_, principalOf(*context), *request);
}

grpc::ServerWriteReactor<v1::RenderOutputResponse>* JobsService::RenderOutput(
    grpc::CallbackServerContext* context, const v1::RenderOutputRequest* request) {
  return new PictureStream(pictures_, principalOf(*context), *request);
}

}  // namespace geotask
