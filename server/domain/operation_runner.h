// SPDX-License-Identifier: GPL-2.0-or-later
//
// Gives each job to the runner of its operation.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "domain/job_work.h"

namespace geotask {

class OperationRunner : public JobRunner {
 public:
  // Both outlive it.
  OperationRunner(JobRunner& buffer, JobRunner& processing)
      : buffer_(buffer), processing_(processing) {}

  std::unique_ptr<JobWork> createWork(const std::string& job_id, const std::string& principal,
                                      const JobSpec& spec, JobInputs inputs) override {
    JobRunner& runner = spec.operation == Operation::kProcessing ? processing_ : buffer_;
    return runner.createWork(job_id, principal, spec, std::move(inputs));
  }

 private:
  JobRunner& buffer_;
  JobRunner& processing_;
};

}  // namespace geotask
