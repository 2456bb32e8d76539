// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes the works of jobs that are computed on threads of the daemon.
#pragma once

#include "domain/job_work.h"
#include "qgis/work_tools.h"

namespace geotask {

class QgisJobRunner : public JobRunner {
 public:
  explicit QgisJobRunner(const WorkTools& tools) : tools_(tools) {}
  std::unique_ptr<JobWork> createWork(const std::string& job_id, const std::string& principal,
                                      const JobSpec& spec, JobInputs inputs) override;

 private:
  const WorkTools tools_;
};

}  // namespace geotask
