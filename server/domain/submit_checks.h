// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether a submit makes sense, whatever else there is to do. Fields are named from the top of
// SubmitJobRequest.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/catalogue.h"
#include "domain/job.h"
#include "domain/job_service.h"

namespace geotask {

// Ids and how the job is to be treated: part of checkSubmit(), and all of it for a ProcessingCall.
absl::Status checkTreatment(const SubmitRequest& request, absl::Duration max_ttl);

absl::Status checkSubmit(const SubmitRequest& request, absl::Duration max_ttl,
                         const SourceCatalogue& sources, const CrsRegistry& crs);

}  // namespace geotask
