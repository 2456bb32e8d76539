// SPDX-License-Identifier: GPL-2.0-or-later
//
// What GetServerInfo answers.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalogue.h"
#include "geotask/v1/server.pb.h"
#include "rpc/server_facts.h"

namespace geotask {

// About one source, or about all when `source` is empty; NOT_FOUND UNKNOWN_SOURCE. What would make
// the answer larger than `max_bytes` is left out, as the API says.
absl::StatusOr<v1::ServerInfo> serverInfo(const ServerFacts& facts,
                                          const std::vector<SourceInfo>& sources,
                                          const std::string& source, size_t max_bytes);

}  // namespace geotask
