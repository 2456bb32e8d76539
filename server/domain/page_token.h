// SPDX-License-Identifier: GPL-2.0-or-later
//
// Page tokens of ListJobs: where to go on, and for which filter.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/job_board.h"

namespace geotask {

std::string makePageToken(uint64_t before, const JobFilter& filter);

// The `before` of a token; INVALID_PAGE_TOKEN when it is none, or was made for another filter.
absl::StatusOr<uint64_t> readPageToken(const std::string& token, const JobFilter& filter);

}  // namespace geotask
