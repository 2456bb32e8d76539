// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client_upload.h"
#include "geotask/request_id.h"

namespace geotask::client {

Result<v1::Job> Client::submit(v1::SubmitJobRequest request) {
  if (request.request_id().empty()) request.set_request_id(newRequestId());
  return impl_->unary<v1::Job>([&](grpc::ClientContext* context, v1::Job* job) {
    return impl_->jobs->SubmitJob(context, request, job);
  });
}

Result<v1::Job> Client::submitWithFeatures(v1::SubmitJobRequest request, const OpenRows& open) {
  if (request.request_id().empty()) request.set_request_id(newRequestId());
  v1::SubmitJobWithFeaturesRequest first;
  *first.mutable_submit() = std::move(request);
  using Message = v1::SubmitJobWithFeaturesRequest;
  return impl_->upload<v1::Job, Message>(
      [&](grpc::ClientWriterInterface<Message>& stream) { return sendRows(first, open, stream); },
      [&](grpc::ClientContext* context, v1::Job* job) {
        return impl_->jobs->SubmitJobWithFeatures(context, job);
      });
}

}  // namespace geotask::client
