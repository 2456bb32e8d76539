// SPDX-License-Identifier: GPL-2.0-or-later
//
// Plain coordinates, for arithmetic over many of them.
#pragma once

#include <vector>

namespace geotask {

// Longitude and latitude in degrees, coordinates of a CRS, or metres in a plane.
struct Position {
  double x = 0;
  double y = 0;
};

// The vertices of a line or of a closed ring, first and last then being the same.
using Path = std::vector<Position>;

inline Position between(const Position& a, const Position& b, double share) {
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

}  // namespace geotask
