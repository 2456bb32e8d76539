// SPDX-License-Identifier: GPL-2.0-or-later
//
// Cuts the rows of an input into chunks of some tens of milliseconds of work, smaller ones towards the
// end, so that all threads end together; a row that is heavy is a chunk by itself. The cut depends on
// the rows and the options alone, so a second run cuts alike.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "domain/feature_set.h"
#include "domain/mutex.h"

namespace geotask {

// Predicted time to buffer a row, in microseconds of one core (geos/cost_model.h). `distance_field` is
// the number of the field that has its distance, if one has.
double predictedBufferMicroseconds(const Feature& feature, const BufferOptions& options,
                                   std::optional<size_t> distance_field = std::nullopt);

struct RowChunk {
  uint64_t number = 0;      // From 0, in the order of the rows.
  FeatureBatch rows;        // None: the input was at its end.
  bool last = false;        // The input is at its end behind these rows.
  double microseconds = 0;  // Predicted.
  bool heavy = false;       // One row that takes longer than a chunk should.
};

// Any thread; calls wait for each other.
class ChunkReader {
 public:
  // next() fails with TOO_MANY_VERTICES at a geometry that has more than `max_vertices`.
  ChunkReader(std::unique_ptr<FeatureReader> reader, const BufferOptions& options,
              uint64_t max_vertices);
  const Schema& schema() const { return reader_->schema(); }
  std::optional<uint64_t> featureCount() const { return reader_->featureCount(); }
  absl::StatusOr<RowChunk> next();

  // Predicted cost of all rows: of those that were read, and of as many more as there are at their
  // mean. Nothing while that cannot be said.
  std::optional<double> totalMicroseconds() const;

 private:
  struct Ahead {
    Feature row;
    uint64_t bytes = 0;
    double microseconds = 0;
  };
  // Reads rows until enough are known; fewer at the end.
  absl::Status readAhead() GEOTASK_REQUIRES(mutex_);
  double remainingMicroseconds() const GEOTASK_REQUIRES(mutex_);

  const BufferOptions options_;
  const uint64_t max_vertices_;
  const std::optional<size_t> distance_field_;
  mutable Mutex mutex_;
  const std::unique_ptr<FeatureReader> reader_;  // next() under mutex_.
  std::deque<Ahead> ahead_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t ahead_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  double ahead_microseconds_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool at_end_ GEOTASK_GUARDED_BY(mutex_) = false;
  uint64_t rows_read_ GEOTASK_GUARDED_BY(mutex_) = 0;
  double microseconds_read_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t next_number_ GEOTASK_GUARDED_BY(mutex_) = 0;
};

}  // namespace geotask
