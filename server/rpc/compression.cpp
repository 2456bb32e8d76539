// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/compression.h"

#include <grpc/compression.h>

#include <string>

#include "domain/errors.h"

namespace geotask {

absl::Status compressIfAsked(grpc::CallbackServerContext& context) {
  const auto asked = context.client_metadata().equal_range("geotask-compression");
  for (auto it = asked.first; it != asked.second; ++it) {
    const std::string value(it->second.data(), it->second.size());
    if (value != "gzip") {
      return makeError(absl::StatusCode::kInvalidArgument,
                       {"INVALID_METADATA", "geotask-compression", value, "gzip",
                        "Send gzip, or leave it out."});
    }
    // A level, not the algorithm itself: gRPC then takes what the client says it can read.
    context.set_compression_level(GRPC_COMPRESS_LEVEL_LOW);
  }
  return absl::OkStatus();
}

}  // namespace geotask
