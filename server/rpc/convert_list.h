// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which jobs to list, and a page of them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/job_service.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {

absl::StatusOr<JobService::ListRequest> fromProto(const v1::ListJobsRequest& proto,
                                                  const std::string& principal);

// A page of at most as many jobs as asked for that fits into one message.
absl::StatusOr<v1::ListJobsResponse> listPage(const JobService& service,
                                              JobService::ListRequest request);

}  // namespace geotask
