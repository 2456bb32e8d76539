// SPDX-License-Identifier: GPL-2.0-or-later
//
// Cuts the rows of an input into chunks of some tens of milliseconds of work. The cut depends on
// the rows and the options alone, so a second run cuts alike.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "domain/feature_set.h"
#include "domain/mutex.h"

namespace geotask {

// Predicted time to buffer a row, in microseconds, from the size of its WKB: fitted on two threads
// of GEOS 3.11 to the polygons of Natural Earth and to their vertices as points.
double predictedBufferMicroseconds(const Feature& feature, const BufferOptions& options);

struct RowChunk {
  uint64_t number = 0;  // From 0, in the order of the rows.
  FeatureBatch rows;    // None: the input was at its end.
  bool last = false;    // The input is at its end behind these rows.
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

 private:
  // Reads the next row into ahead_; nothing there at the end.
  absl::Status readAhead() GEOTASK_REQUIRES(mutex_);

  const BufferOptions options_;
  const uint64_t max_vertices_;
  Mutex mutex_;
  const std::unique_ptr<FeatureReader> reader_;  // next() under mutex_.
  std::optional<Feature> ahead_ GEOTASK_GUARDED_BY(mutex_);
  bool begun_ GEOTASK_GUARDED_BY(mutex_) = false;
  uint64_t next_number_ GEOTASK_GUARDED_BY(mutex_) = 0;
};

}  // namespace geotask
