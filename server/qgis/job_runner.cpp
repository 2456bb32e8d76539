// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/job_runner.h"

#include <utility>

#include "qgis/buffer_work.h"

namespace geotask {

std::unique_ptr<JobWork> QgisJobRunner::createWork(const std::string& job_id, const std::string&,
                                                   const JobSpec& spec, JobInputs inputs) {
  return std::make_unique<BufferWork>(tools_, job_id, spec, std::move(inputs.features));
}

}  // namespace geotask
