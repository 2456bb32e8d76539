// SPDX-License-Identifier: GPL-2.0-or-later
//
// Who is asking. The one place that decides it: every caller is the same until calls are
// authenticated.
#pragma once

#include <grpcpp/server_context.h>

#include <string>

namespace geotask {

inline std::string principalOf(const grpc::CallbackServerContext&) { return "local"; }

}  // namespace geotask
