// SPDX-License-Identifier: GPL-2.0-or-later
//
// A geometry of GeoJSON, as ISO WKB.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace geotask {

struct WkbGeometry {
  std::string wkb;
  std::string type;  // Its OGC name: MultiPolygonZ.
};

// Nothing for null. All positions of a geometry have Z or none has. `path` is the geometry's place
// in the text, for messages.
absl::StatusOr<std::optional<WkbGeometry>> geoJsonGeometry(const nlohmann::json& geometry,
                                                           const std::string& path);

}  // namespace geotask
