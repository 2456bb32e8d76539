// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes the work of jobs that run an algorithm (Operation::kProcessing).
#pragma once

#include "domain/job_work.h"
#include "worker/processing_work.h"

namespace geotask {

class WorkerJobRunner : public JobRunner {
 public:
  explicit WorkerJobRunner(const WorkerTools& tools) : tools_(tools) {}
  std::unique_ptr<JobWork> createWork(const std::string& job_id, const std::string& principal,
                                      const JobSpec& spec, JobInputs inputs) override;

 private:
  const WorkerTools tools_;
};

}  // namespace geotask
