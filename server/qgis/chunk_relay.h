// SPDX-License-Identifier: GPL-2.0-or-later
//
// A context that passes on what it is told and asked; those who see to one thing themselves derive from it.
#pragma once

#include <string>
#include <utility>

#include "domain/job_work.h"

namespace geotask {

class ChunkRelay : public ChunkContext {
 public:
  // `job` outlives it.
  explicit ChunkRelay(ChunkContext& job) : job_(job) {}

  bool cancelled() const override { return job_.cancelled(); }
  void addOutput(StoredOutput output) override { job_.addOutput(std::move(output)); }
  void setTotal(std::optional<uint64_t> features) override { job_.setTotal(features); }
  void setStage(Stage stage) override { job_.setStage(stage); }
  void setFraction(double fraction) override { job_.setFraction(fraction); }
  void setPlace(const std::string& place) override { job_.setPlace(place); }
  void setUsage(const ResourceUsage& usage) override { job_.setUsage(usage); }
  void resultGrew() override { job_.resultGrew(); }
  void addFeaturesDone(uint64_t count) override { job_.addFeaturesDone(count); }
  void log(Severity severity, const std::string& tag, const std::string& message) override {
    job_.log(severity, tag, message);
  }

 private:
  ChunkContext& job_;
};

}  // namespace geotask
