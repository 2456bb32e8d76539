// SPDX-License-Identifier: GPL-2.0-or-later
//
// Page tokens: where a list goes on, and for which list.
//
//     const std::string list = listKey({"datasets", principal, label});
//     answer.next_page_token = makePageToken(last_number, list);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace geotask {

// What is listed and by which filter, as one text.
std::string listKey(const std::vector<std::string>& parts);

std::string makePageToken(uint64_t before, const std::string& list);

// The `before` of a token; INVALID_PAGE_TOKEN when it is none, or was made for another list.
absl::StatusOr<uint64_t> readPageToken(const std::string& token, const std::string& list);

}  // namespace geotask
