// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client_impl.h"

namespace geotask::client {

Result<Client::Picture> Client::renderOutput(const v1::RenderOutputRequest& request) {
  Retry retry(impl_->policy);
  const Calls::Epoch epoch = impl_->calls.begin();
  while (true) {
    Error error;
    {
      Call call(impl_->calls, epoch);
      const auto stream = impl_->jobs->RenderOutput(&call.context, request);
      Picture picture;
      v1::RenderOutputResponse message;
      while (stream->Read(&message)) {
        if (message.has_header()) {
          picture.header = message.header();
        } else {
          picture.png += message.data();
        }
      }
      const grpc::Status status = stream->Finish();
      if (status.ok()) {
        if (picture.png.size() == picture.header.byte_count()) return picture;
        return localError(grpc::StatusCode::DATA_LOSS, "STREAM_ENDED",
                          "The server ended the picture before its last byte.", "Ask again.");
      }
      error = errorFromStatus(status);
    }
    if (impl_->calls.stopped(epoch)) return stoppedError();
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!impl_->calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
