// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a job has made, as messages.
#pragma once

#include "domain/file_set.h"
#include "domain/job_output.h"
#include "geotask/v1/job.pb.h"

namespace geotask {

void toProto(const FileInfo& file, v1::FileInfo& proto);
void toProto(const JobOutput& output, v1::Output& proto);
void toProto(const ResourceUsage& usage, v1::ResourceUsage& proto);

}  // namespace geotask
