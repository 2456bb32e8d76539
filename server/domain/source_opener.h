// SPDX-License-Identifier: GPL-2.0-or-later
//
// A port: opens a layer of a source that the operator configured.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/feature_set.h"

namespace geotask {

class SourceOpener {
 public:
  virtual ~SourceOpener() = default;
  // Fails with INPUT_UNREADABLE. Opens files and waits for databases: for pool threads.
  virtual absl::StatusOr<std::unique_ptr<FeatureReader>> open(const std::string& source,
                                                              const std::string& layer) const = 0;
};

}  // namespace geotask
