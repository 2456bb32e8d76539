// SPDX-License-Identifier: GPL-2.0-or-later
//
// Labels as people write and read them: KEY=VALUE.
#pragma once

#include <google/protobuf/map.h>

#include <string>
#include <vector>

#include "geotask/result.h"

namespace geotask::cli {

// Puts them into a message. INVALID_ARGUMENT for one without `=` or without a key.
client::Result<void> parseLabels(const std::vector<std::string>& texts,
                                 google::protobuf::Map<std::string, std::string>* labels);

// All of them by key: `note=a, team=maps`.
std::string labelsText(const google::protobuf::Map<std::string, std::string>& labels);

}  // namespace geotask::cli
