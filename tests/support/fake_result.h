// SPDX-License-Identifier: GPL-2.0-or-later
//
// A result that only counts.
#pragma once

#include <atomic>
#include <utility>

#include "domain/spool.h"

namespace geotask {

class FakeResult : public SpooledResult {
 public:
  absl::Status addChunk(uint64_t, const std::vector<EncodedRecord>& records) override {
    for (const EncodedRecord& record : records) {
      features_ += record.features;
      bytes_ += record.bytes.size();
    }
    return absl::OkStatus();
  }
  absl::Status complete() override { return absl::OkStatus(); }
  uint64_t featureCount() const override { return features_; }
  uint64_t byteCount() const override { return bytes_; }
  absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t) override {
    return absl::UnavailableError("a fake result holds no rows");
  }
  std::shared_ptr<const FeatureSet> featureSet(Schema schema) override {
    return makeMemoryFeatureSet(std::move(schema), {});
  }
  void remove() override { ++removals_; }
  int removals() const { return removals_; }

 private:
  std::atomic<uint64_t> features_{0};
  std::atomic<uint64_t> bytes_{0};
  std::atomic<int> removals_{0};
};

}  // namespace geotask
