// SPDX-License-Identifier: GPL-2.0-or-later
//
// A request to do work, turned into plain values and checked row by row. What the domain can tell
// (ranges, sources, CRSs, limits) is left to it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/job_service.h"
#include "domain/limits.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {

// Takes the request apart. Fields are named from the top of SubmitJobRequest. The fingerprint is
// not set. INLINE_TOO_LARGE when features or GeoJSON are larger than the limits allow.
absl::StatusOr<SubmitRequest> takeSubmit(v1::SubmitJobRequest& proto, const std::string& principal,
                                         const Limits& limits);

// data:SOURCE/LAYER. A source's name has no slash, a layer's may. INVALID_LAYER for anything else,
// with a word on what is wrong: clients name data and never give paths.
absl::Status parseLayer(const std::string& text, JobSpec& spec);

}  // namespace geotask
