// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is wrong with a GeoJSON text, and where in it.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

// `path` is the place, empty for the text as a whole.
inline absl::Status geoJsonError(const std::string& path, const std::string& given,
                                 const std::string& accepted) {
  const std::string what = path.empty() ? given : absl::StrCat(path, ": ", given);
  return makeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat(what, " is not accepted; accepted: ", accepted),
                   {"INVALID_GEOJSON", "", what, accepted, "Correct the GeoJSON (RFC 7946)."});
}

}  // namespace geotask
