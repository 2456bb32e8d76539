// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ports for rows that a job reads: a reader that gives them one after another, and a set that
// can be read any number of times.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/features.h"

namespace geotask {

// Gives rows in order. Used by one thread at a time, not always the same.
class FeatureReader {
 public:
  virtual ~FeatureReader() = default;
  virtual const Schema& schema() const = 0;
  // How many rows there are in all, if known.
  virtual std::optional<uint64_t> featureCount() const = 0;
  // Moves the next row into `feature`; false at the end.
  virtual absl::StatusOr<bool> next(Feature& feature) = 0;
};

// Rows that came with a request or were made by a job. Immutable; any thread. What holds them is given back when the last
// reference goes.
class FeatureSet {
 public:
  virtual ~FeatureSet() = default;
  virtual const Schema& schema() const = 0;
  virtual uint64_t featureCount() const = 0;
  // Bytes it holds in memory (none when the rows are on disk) and on disk.
  virtual uint64_t memoryBytes() const = 0;
  virtual uint64_t diskBytes() const = 0;
  virtual absl::StatusOr<std::unique_ptr<FeatureReader>> open() const = 0;
};

// A set that holds its rows in memory.
std::shared_ptr<const FeatureSet> makeMemoryFeatureSet(Schema schema, FeatureBatch rows);

}  // namespace geotask
