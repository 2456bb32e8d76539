// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows that came with a request, in a file: records one after another, as record.h has them. The
// file goes with the writer that was not finished, or with the last reference to the set.
#pragma once

#include <memory>
#include <string>

#include "domain/spool.h"

namespace geotask {

// `codec` must outlive the writer, the set and its readers.
absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSetFile(const std::string& path,
                                                                       const FeatureCodec& codec,
                                                                       Schema schema);

}  // namespace geotask
