// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs, to the API's messages.
#pragma once

#include "domain/job.h"
#include "geotask/v1/job.pb.h"

namespace geotask {

void toProto(const Progress& progress, v1::Progress& proto);
// Rows that came with the request are not repeated.
void toProto(const JobSpec& spec, v1::JobSpec& proto);
void toProto(const JobSnapshot& job, v1::Job& proto);

}  // namespace geotask
