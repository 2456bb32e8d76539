// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one place where an error of the domain becomes an error of an RPC. The codes are equal; the
// detail travels in the trailer grpc-status-details-bin.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "domain/errors.h"
#include "geotask/v1/error.pb.h"

namespace geotask {

// Texts are shortened so that the trailers stay below gRPC's limit of 8 KiB for all metadata.
// Anything that carries no code of ours (UNKNOWN) is INTERNAL.
grpc::Status toGrpc(const absl::Status& status);

// Ends a unary call.
grpc::ServerUnaryReactor* finish(grpc::CallbackServerContext* context, const absl::Status& status);

void toProto(const ErrorDetail& detail, v1::ErrorDetail& proto);

}  // namespace geotask
