// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client_impl.h"

namespace geotask::client {

Result<v1::Job> Client::watch(v1::WatchJobRequest request,
                              const std::function<bool(const v1::JobEvent&)>& visit) {
  Retry retry(impl_->policy);
  const Calls::Epoch epoch = impl_->calls.begin();
  v1::Job last;
  while (true) {
    Error error;
    {
      Call call(impl_->calls, epoch);
      const auto stream = impl_->jobs->WatchJob(&call.context, request);
      v1::JobEvent event;
      bool left = false;
      while (!left && stream->Read(&event)) {
        retry.reset();
        if (event.sequence() != 0) request.set_after_sequence(event.sequence());
        if (event.has_job()) last = event.job();
        left = !visit(event);
      }
      if (left) call.context.TryCancel();
      const grpc::Status status = stream->Finish();
      if (left || (status.ok() && isFinal(last.state()))) return last;
      error = status.ok() ? localError(grpc::StatusCode::UNAVAILABLE, "STREAM_ENDED",
                                       "The server ended the watch before the job did.")
                          : errorFromStatus(status);
    }
    if (impl_->calls.stopped(epoch)) return stoppedError();
    if (error.reason == "SEQUENCE_NOT_KEPT" && !last.name().empty()) {
      request.clear_start();
      continue;
    }
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!impl_->calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
