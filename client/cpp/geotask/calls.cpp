// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/calls.h"

namespace geotask::client {

Calls::Epoch Calls::begin() const {
  std::lock_guard lock(mutex_);
  return epoch_;
}

void Calls::stop() {
  {
    std::lock_guard lock(mutex_);
    ++epoch_;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
  }
  stopped_.notify_all();
}

bool Calls::stopped(Epoch epoch) const {
  std::lock_guard lock(mutex_);
  return epoch_ != epoch;
}

bool Calls::sleep(Epoch epoch, std::chrono::milliseconds time) const {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, time, [&] { return epoch_ != epoch; });
}

void Calls::add(Epoch epoch, grpc::ClientContext* context) {
  if (compressed_) context->AddMetadata("geotask-compression", "gzip");
  std::lock_guard lock(mutex_);
  contexts_.insert(context);
  // A context may be cancelled before its call begins: the call then ends at once.
  if (epoch_ != epoch) context->TryCancel();
}

void Calls::remove(grpc::ClientContext* context) {
  std::lock_guard lock(mutex_);
  contexts_.erase(context);
}

Error stoppedError() {
  return localError(grpc::StatusCode::CANCELLED, "STOPPED", "The call was stopped.");
}

}  // namespace geotask::client
