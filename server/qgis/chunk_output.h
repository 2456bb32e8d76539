// SPDX-License-Identifier: GPL-2.0-or-later
//
// The rows that a chunk gives, which have to find room in memory: one row may become many, each with its
// attributes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "domain/features.h"

namespace geotask {

// One thread.
class ChunkOutput {
 public:
  // Appends to `rows`, which outlives it. `field`: what made the rows, for errors.
  ChunkOutput(FeatureBatch& rows, std::string field) : rows_(rows), field_(std::move(field)) {}

  // RESULT_TOO_LARGE when they become more than 512 MiB.
  absl::Status add(Feature row);

 private:
  FeatureBatch& rows_;
  const std::string field_;
  uint64_t bytes_ = 0;
};

}  // namespace geotask
