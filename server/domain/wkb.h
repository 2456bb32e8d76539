// SPDX-License-Identifier: GPL-2.0-or-later
//
// Looks over ISO WKB that comes from outside, before any library sees it.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace geotask {

// The largest coordinate, and distance, that is taken, either sign. Far from all data, and far from
// where GEOS's arithmetic overflows: there it does not fail but crash (measured with 3.11: from
// 1e231).
constexpr double kMaxCoordinate = 1e30;

struct WkbSummary {
  uint32_t type = 0;      // The ISO type code of the outermost geometry: 3, 1006, 3001, ...
  uint64_t vertices = 0;  // Coordinates in all.
  bool lines = false;     // A (Multi)LineString, curve or MultiCurve.
};

// Accepts: ISO 13249-3 types with Z, M and ZM (points, lines, polygons, multi-parts, collections,
// circular strings, compound curves, curve polygons, multi-curves, multi-surfaces, triangles), both
// byte orders, empty geometries (also POINT EMPTY as NaN coordinates).
// Refuses with INVALID_WKB: truncated bytes, bytes left over, counts beyond the bytes, nesting
// deeper than 32, unknown types, EWKB flags, members of the wrong type, NaN, infinite or huge
// coordinates (not with kAny). Costs one pass over the bytes and no memory.
enum class WkbCoordinates { kFinite, kAny };
absl::StatusOr<WkbSummary> checkWkb(absl::string_view wkb,
                                    WkbCoordinates coordinates = WkbCoordinates::kFinite);

// RESOURCE_EXHAUSTED TOO_MANY_VERTICES when a geometry has more vertices than `most`. Costs a pass
// over the bytes only where these are many enough. Says nothing about bytes that are no WKB.
absl::Status checkVertexCount(absl::string_view wkb, uint64_t most);

// The OGC name of an ISO type code: 1006 is "MultiPolygonZ"; empty for one that checkWkb refuses.
std::string geometryTypeName(uint32_t iso_type);

// Whether `name` is one that Schema::geometry_type may have.
bool isGeometryTypeName(absl::string_view name);

}  // namespace geotask
