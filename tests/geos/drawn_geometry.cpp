// SPDX-License-Identifier: GPL-2.0-or-later
#include "drawn_geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "geos/geos.h"

namespace geotask::testing {

namespace {

std::string joined(const std::vector<std::string>& polygons, const char* before) {
  std::string text;
  for (const std::string& polygon : polygons)
    text += (text.empty() ? "" : ", ") + (before + polygon);
  return text;
}

}  // namespace

std::string wkbOf(const std::string& wkt) {
  Geos& geos = Geos::ofThread();
  const Geom geometry(GEOSGeomFromWKT_r(geos.context(), wkt.c_str()));
  EXPECT_NE(geometry, nullptr) << wkt;
  return geometry == nullptr ? "" : geos.toWkb(geometry.get());
}

std::string wktOf(const std::string& wkb) {
  Geos& geos = Geos::ofThread();
  const Geom geometry = geos.fromWkb(wkb);
  if (geometry == nullptr) return "null";
  char* const text = GEOSGeomToWKT_r(geos.context(), geometry.get());
  std::string wkt = text;
  GEOSFree_r(geos.context(), text);
  return wkt;
}

std::string star(double x, double y, double radius, int points, double depth) {
  std::ostringstream ring;
  ring.precision(17);
  const int vertices = 6 * points;
  for (int i = 0; i <= vertices; ++i) {
    const double angle = 2 * M_PI * (i % vertices) / vertices;
    const double reach = radius * (1 + depth * std::sin(points * angle));
    ring << (i == 0 ? "" : ", ") << x + reach * std::cos(angle) << ' '
         << y + reach * std::sin(angle);
  }
  return "((" + ring.str() + "))";
}

std::string square(double x, double y, double side) {
  std::ostringstream ring;
  ring.precision(17);
  ring << "((" << x << ' ' << y << ", " << x + side << ' ' << y << ", " << x + side << ' '
       << y + side << ", " << x << ' ' << y + side << ", " << x << ' ' << y << "))";
  return ring.str();
}

std::string multiPolygon(const std::vector<std::string>& polygons) {
  return "MULTIPOLYGON (" + joined(polygons, "") + ")";
}

std::string collection(const std::vector<std::string>& polygons) {
  return "GEOMETRYCOLLECTION (" + joined(polygons, "POLYGON ") + ")";
}

double relativeDifference(const std::string& wkb, const std::string& other) {
  Geos& geos = Geos::ofThread();
  const Geom one = geos.fromWkb(wkb);
  const Geom two = geos.fromWkb(other);
  if (one == nullptr || two == nullptr) return INFINITY;
  const Geom difference(GEOSSymDifference_r(geos.context(), one.get(), two.get()));
  if (difference == nullptr) return INFINITY;
  double apart = 0;
  double area = 0;
  GEOSArea_r(geos.context(), difference.get(), &apart);
  GEOSArea_r(geos.context(), one.get(), &area);
  if (apart == 0) return 0;
  return area == 0 ? INFINITY : apart / area;
}

}  // namespace geotask::testing
