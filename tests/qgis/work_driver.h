// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs the work of one job chunk by chunk on the caller's thread, on the real spool, and gives back
// the rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/feature_set.h"
#include "domain/job.h"

namespace geotask::testing {

struct WorkResult {
  Schema schema;
  FeatureBatch rows;
  size_t chunks = 0;
  std::vector<std::string> log;
};

// On rows that came with the request.
absl::StatusOr<WorkResult> bufferRows(const Schema& schema, const FeatureBatch& rows,
                                      const BufferOptions& options);

// On a layer of a file.
absl::StatusOr<WorkResult> bufferLayer(const std::string& file, const std::string& layer,
                                       const BufferOptions& options);

}  // namespace geotask::testing
