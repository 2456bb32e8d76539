// SPDX-License-Identifier: GPL-2.0-or-later
//
// A spool in memory. Thread-safe as the port demands.
//
//     MemorySpool spool;
//     spool.fill();          // From now on the disk is full.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "domain/spool.h"

namespace geotask {

class MemorySpool : public Spool {
 public:
  // With a codec a result can be the input of another job; without one it then has no rows.
  explicit MemorySpool(const FeatureCodec* codec = nullptr) : codec_(codec) {}

  absl::StatusOr<std::shared_ptr<SpooledResult>> createResult(const std::string& job_id) override;
  absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSet(Schema schema) override;
  // Files are on disk by their nature: UNIMPLEMENTED.
  absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileSet() override {
    return absl::UnimplementedError("a spool in memory takes no files");
  }

  void fill() { full_ = true; }
  // Writers of feature sets that are at work.
  int writers() const { return *writers_; }

 private:
  const FeatureCodec* const codec_;
  std::atomic<bool> full_{false};
  std::shared_ptr<std::atomic<int>> writers_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace geotask
