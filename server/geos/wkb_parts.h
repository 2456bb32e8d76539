// SPDX-License-Identifier: GPL-2.0-or-later
//
// The simple parts of a geometry, found in its WKB without reading it into a library: where each
// lies, how large it is, and what it reaches. Costs one pass over the bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace geotask {

struct Envelope {
  double xmin = std::numeric_limits<double>::infinity();
  double ymin = std::numeric_limits<double>::infinity();
  double xmax = -std::numeric_limits<double>::infinity();
  double ymax = -std::numeric_limits<double>::infinity();

  bool empty() const { return xmin > xmax; }
  void add(double x, double y) {
    xmin = std::min(xmin, x);
    ymin = std::min(ymin, y);
    xmax = std::max(xmax, x);
    ymax = std::max(ymax, y);
  }
  void add(const Envelope& other) {
    if (other.empty()) return;
    add(other.xmin, other.ymin);
    add(other.xmax, other.ymax);
  }
  // The same, wider by this to all sides.
  Envelope grown(double by) const { return {xmin - by, ymin - by, xmax + by, ymax + by}; }
  bool meets(const Envelope& other) const {
    return xmin <= other.xmax && other.xmin <= xmax && ymin <= other.ymax && other.ymin <= ymax;
  }
};

enum class PartKind : uint8_t { kPoint, kLine, kPolygon };

// One point, line or polygon that is not empty.
struct WkbPart {
  size_t begin = 0;  // In the bytes,
  size_t size = 0;   // of its own WKB.
  PartKind kind = PartKind::kPoint;
  uint64_t vertices = 0;
  double length = 0;  // Of its lines or rings.
  Envelope envelope;
};

struct WkbParts {
  uint32_t type = 0;  // ISO, of the whole.
  std::vector<WkbPart> parts;
  uint64_t vertices = 0;
  double length = 0;
  // Whether there are curves in it, which count as their vertices here.
  bool curved = false;
  // Whether GEOS reads the bytes as QGIS does: little endian, X and Y, types of Simple Features, members of
  // their collection's type, none of them empty, rings closed, all coordinates numbers.
  bool plain = true;

  // The greatest of all coordinates, without their signs; 0 where there are none.
  double farthest() const;
};

// Nothing for bytes that are no ISO WKB.
std::optional<WkbParts> wkbParts(absl::string_view wkb);

// Whether its parts are plain, and no coordinate without its sign is greater than this. Faster than wkbParts().
bool isPlainWkb(absl::string_view wkb, double most);

// Whether plain WKB of polygons has none.
bool isEmptyPolygon(absl::string_view wkb);

// MULTIPOLYGON of a plain polygon, without members if that is empty; a multipolygon as it is.
std::string toMultiPolygon(std::string wkb);

// MULTIPOLYGON of all members of these polygons and multipolygons that GEOS gave, in their order: an empty one as
// QGIS writes it, with a ring that has no vertices. A single one as it is.
std::string sideBySide(std::vector<std::string> wkbs);

// MULTIPOLYGON of the polygons of these plain polygons and multipolygons, in their order; POLYGON when
// there is one, POLYGON EMPTY when there is none.
std::string gatherPolygons(std::vector<std::string> wkbs);

}  // namespace geotask
