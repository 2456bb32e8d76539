// SPDX-License-Identifier: GPL-2.0-or-later
//
// Compression of what a call answers, for clients that ask for it: with the metadata
// `geotask-compression: gzip`. gRPC knows no other way to ask: that a client can read gzip, which nearly
// all say, does not mean that it has a slow network.
#pragma once

#include <grpcpp/server_context.h>

#include "absl/status/status.h"

namespace geotask {

// To be called before the first message. INVALID_ARGUMENT INVALID_METADATA for any value but `gzip`. What a
// client cannot read is not compressed.
absl::Status compressIfAsked(grpc::CallbackServerContext& context);

}  // namespace geotask
