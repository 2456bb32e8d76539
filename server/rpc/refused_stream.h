// SPDX-License-Identifier: GPL-2.0-or-later
//
// A stream of answers that ends before it begins.
#pragma once

#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "rpc/status.h"

namespace geotask {

// Deletes itself when the call is over.
template <typename Message>
class RefusedStream : public grpc::ServerWriteReactor<Message> {
 public:
  explicit RefusedStream(const absl::Status& status) { this->Finish(toGrpc(status)); }
  void OnDone() override { delete this; }
};

}  // namespace geotask
