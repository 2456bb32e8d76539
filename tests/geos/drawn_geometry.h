// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geometries drawn by tests, and how two of them differ.
#pragma once

#include <string>
#include <vector>

namespace geotask::testing {

std::string wkbOf(const std::string& wkt);
std::string wktOf(const std::string& wkb);

// A polygon about (x, y) whose edge swings `depth` of its radius in and out.
std::string star(double x, double y, double radius, int points, double depth);
std::string square(double x, double y, double side);
// "MULTIPOLYGON (a, b)" of such polygons, or "GEOMETRYCOLLECTION (POLYGON a, ...)".
std::string multiPolygon(const std::vector<std::string>& polygons);
std::string collection(const std::vector<std::string>& polygons);

// The area of what is in one of two and not in the other, as a share of the area of the first; 0 when
// both are empty.
double relativeDifference(const std::string& wkb, const std::string& other);

}  // namespace geotask::testing
