// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_job_runner.h"

#include <utility>

namespace geotask {

std::unique_ptr<JobWork> WorkerJobRunner::createWork(const std::string& job_id,
                                                     const std::string& principal,
                                                     const JobSpec& spec, JobInputs inputs) {
  return std::make_unique<ProcessingWork>(tools_, job_id, principal, spec.processing,
                                          std::move(inputs.call));
}

}  // namespace geotask
