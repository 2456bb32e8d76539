// SPDX-License-Identifier: GPL-2.0-or-later
#include <optional>

#include "geotask/client_impl.h"
#include "geotask/feature_packer.h"
#include "geotask/request_id.h"

namespace geotask::client {

Result<v1::Job> Client::submit(v1::SubmitJobRequest request) {
  if (request.request_id().empty()) request.set_request_id(newRequestId());
  return impl_->unary<v1::Job>([&](grpc::ClientContext* context, v1::Job* job) {
    return impl_->jobs->SubmitJob(context, request, job);
  });
}

namespace {

// Sends one attempt's messages. An error is one of the rows; a stream that the server ended is
// none: its status tells.
Result<void> sendRows(const v1::SubmitJobRequest& request, const Client::OpenRows& open,
                      grpc::ClientWriterInterface<v1::SubmitJobWithFeaturesRequest>& stream) {
  Result<Client::NextRow> next = open();
  if (!next.ok()) return next.error();
  v1::SubmitJobWithFeaturesRequest first;
  *first.mutable_submit() = request;
  if (!stream.Write(first)) return {};
  FeaturePacker packer(
      [&](const v1::SubmitJobWithFeaturesRequest& message) { return stream.Write(message); });
  v1::Feature row;
  uint64_t rows = 0;
  while (true) {
    row.Clear();
    const Result<bool> more = (*next)(&row);
    if (!more.ok()) return more.error();
    if (!*more) break;
    if (!packer.add(row)) return {};
    ++rows;
  }
  if (!packer.flush()) return {};
  v1::SubmitJobWithFeaturesRequest last;
  last.mutable_end()->set_feature_count(rows);
  stream.Write(last);
  return {};
}

}  // namespace

Result<v1::Job> Client::submitWithFeatures(v1::SubmitJobRequest request, const OpenRows& open) {
  if (request.request_id().empty()) request.set_request_id(newRequestId());
  Retry retry(impl_->policy);
  const Calls::Epoch epoch = impl_->calls.begin();
  while (true) {
    v1::Job job;
    Error error;
    {
      Call call(impl_->calls, epoch);
      const auto stream = impl_->jobs->SubmitJobWithFeatures(&call.context, &job);
      const Result<void> sent = sendRows(request, open, *stream);
      // A stream whose rows failed is broken off.
      if (!sent.ok()) call.context.TryCancel();
      stream->WritesDone();
      const grpc::Status status = stream->Finish();
      if (!sent.ok()) return sent.error();
      if (status.ok()) return job;
      error = errorFromStatus(status);
    }
    if (impl_->calls.stopped(epoch)) return stoppedError();
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!impl_->calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
