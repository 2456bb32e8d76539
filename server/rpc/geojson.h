// SPDX-License-Identifier: GPL-2.0-or-later
//
// GeoJSON (RFC 7946), for people who type their features: a FeatureCollection, a Feature or a
// geometry becomes rows with a schema.
//
//     auto features = parseGeoJson(R"({"type": "Point", "coordinates": [7, 47]})", "");
//
// - A number `id` is the feature id; rows without one have their place, counted from 1.
// - Fields come in the order in which the text first names them; see geojson_fields.h for types.
// - Z is kept; what a position holds beyond three numbers is not.
// - A null geometry is legal, and so is an empty one (coordinates []).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/features.h"

namespace geotask {

struct GeoJsonFeatures {
  Schema schema;  // geometry_type: what all rows have in common, else Geometry.
  FeatureBatch rows;
};

// INVALID_ARGUMENT INVALID_GEOJSON, whose message begins with the place in the text:
// "features[3].geometry.coordinates[0]: ...". `crs` empty: EPSG:4326. Any thread; memory and time
// are proportional to the text.
absl::StatusOr<GeoJsonFeatures> parseGeoJson(const std::string& text, const std::string& crs);

}  // namespace geotask
