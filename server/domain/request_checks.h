// SPDX-License-Identifier: GPL-2.0-or-later
//
// Checks and refusals that services share. Checks give INVALID_ARGUMENT with the field named as
// given.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/features.h"

namespace geotask {

// An id that the client chose; may be empty.
absl::Status checkChosenId(const std::string& field, const std::string& id);
absl::Status checkRequestId(const std::string& request_id);
absl::Status checkLabels(const std::string& field,
                         const std::map<std::string, std::string>& labels);
absl::Status checkTtl(const std::string& field, const std::optional<absl::Duration>& ttl,
                      absl::Duration max_ttl);
// Geometry type and field names.
absl::Status checkRowSchema(const std::string& field, const Schema& schema);
// How many to list: 0 is the default, more than the most is the most. OUT_OF_RANGE below 0.
absl::Status checkPageSize(int page_size);
size_t pageSize(int page_size);

// Refusals: another request had this request_id; the server shuts down and takes no more "jobs".
absl::Status requestIdReused(const std::string& request_id);
absl::Status draining(const std::string& what);

}  // namespace geotask
