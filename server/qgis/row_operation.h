// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is done to each row of an input, by itself: no row knows of another, so rows can be worked
// on in any number of chunks, side by side, and the results be put in the order of the input.
//
//     FeatureBatch out;
//     absl::Status status = operation.apply(std::move(rows), context, out);
#pragma once

#include "absl/status/status.h"
#include "domain/features.h"
#include "domain/job_work.h"

namespace geotask {

// Immutable once made; any thread.
class RowOperation {
 public:
  virtual ~RowOperation() = default;

  // Appends to `out` what each row gives (none, one or several rows), in order, and reports each as
  // done. Stops early, with OK, when the context is cancelled. An error names the row by its
  // feature id and ends the job.
  virtual absl::Status apply(FeatureBatch rows, ChunkContext& context, FeatureBatch& out) const = 0;

  // How long apply() is reckoned to take for this row, on one thread. It looks at each coordinate at
  // most once.
  virtual double predictedMicroseconds(const Feature& row) const = 0;
};

}  // namespace geotask
