// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client_stream.h"

namespace geotask::client {

Result<void> StreamAnswer::take(const v1::FeaturesResponse& message) {
  Result<void> taken;
  if (message.has_header()) taken = reader_.header(message.header());
  for (const v1::Feature& row : message.batch().features()) {
    if (!taken.ok()) return taken;
    taken = reader_.row(row);
  }
  if (taken.ok() && message.has_piece()) {
    const Result<bool> whole = joiner_.add(message.piece());
    if (!whole.ok()) return whole.error();
    if (*whole) taken = reader_.row(joiner_.take());
  }
  if (taken.ok() && message.has_progress() && reader_.progress) {
    taken = reader_.progress(message.progress());
  }
  if (!message.has_summary()) return taken;
  summary_ = message.summary();
  complete_ = true;
  return taken;
}

Result<v1::FeaturesSummary> Client::buffer(const v1::BufferStart& start, const OpenRows& open,
                                           const StreamReader& reader) {
  return impl_->exchange<v1::BufferRequest>(
      start, open, reader, [&](grpc::ClientContext* context, grpc::CompletionQueue* queue) {
        return impl_->features->PrepareAsyncBuffer(context, queue);
      });
}

Result<v1::FeaturesSummary> Client::transform(const v1::TransformStart& start, const OpenRows& open,
                                              const StreamReader& reader) {
  return impl_->exchange<v1::TransformRequest>(
      start, open, reader, [&](grpc::ClientContext* context, grpc::CompletionQueue* queue) {
        return impl_->features->PrepareAsyncTransform(context, queue);
      });
}

}  // namespace geotask::client
