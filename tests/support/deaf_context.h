// SPDX-License-Identifier: GPL-2.0-or-later
//
// Keeps nothing of what a chunk tells, and is not cancelled; those who want to know one thing derive from it.
#pragma once

#include <optional>
#include <string>

#include "domain/job_work.h"

namespace geotask::testing {

class DeafContext : public ChunkContext {
 public:
  bool cancelled() const override { return false; }
  void addOutput(StoredOutput) override {}
  void setTotal(std::optional<uint64_t>) override {}
  void setStage(Stage) override {}
  void setFraction(double) override {}
  void setUsage(const ResourceUsage&) override {}
  void resultGrew() override {}
  void addFeaturesDone(uint64_t) override {}
  void log(Severity, const std::string&, const std::string&) override {}
};

}  // namespace geotask::testing
