// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads the rows of a layer with GDAL, in the order in which GDAL gives them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/feature_set.h"

namespace geotask {

// Told, for the operator, why a layer could not be read: the text is GDAL's and may name files.
using ReadTrouble = std::function<void(const std::string& display_name, const std::string& what)>;

// Opens the layer `layer` of what lies at `location` (a path or a GDAL connection string) for
// reading. `display_name` is what errors call it, as clients must not see the location. Fails with
// INPUT_UNREADABLE. Opens files: not for the main thread.
absl::StatusOr<std::unique_ptr<FeatureReader>> openLayer(const std::string& location,
                                                         const std::string& layer,
                                                         const std::string& display_name,
                                                         ReadTrouble trouble);

}  // namespace geotask
