// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes the work of a job, by its operation.
#pragma once

#include "domain/job_work.h"
#include "qgis/work_tools.h"

namespace geotask {

class QgisJobRunner : public JobRunner {
 public:
  explicit QgisJobRunner(const WorkTools& tools) : tools_(tools) {}
  std::unique_ptr<JobWork> createWork(const std::string& job_id, const JobSpec& spec,
                                      std::shared_ptr<const FeatureSet> features) override;

 private:
  const WorkTools tools_;
};

}  // namespace geotask
