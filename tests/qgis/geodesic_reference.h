// SPDX-License-Identifier: GPL-2.0-or-later
//
// What buffers by true metres are measured against: geodesic distances (geodesic.h of PROJ) from
// points to the edges of a geometry in longitude and latitude, found by search along each edge, with
// no projection anywhere.
#pragma once

#include <geodesic.h>
#include <qgsgeometry.h>

#include <array>
#include <string>
#include <vector>

namespace geotask::testing {

using Vector = std::array<double, 3>;

class GeodesicReference {
 public:
  // The geometry's edges are straight in longitude and latitude. Those on a pole are left out, and,
  // with `drop_seam`, those on both the first and the last meridian of a geometry that spans 360
  // degrees.
  GeodesicReference(const QgsGeometry& lon_lat, bool drop_seam, double a = 6378137,
                    double f = 1 / 298.257223563);

  // In metres, to the edges; zero never for a point inside a polygon.
  double distance(double lon, double lat) const;

  const geod_geodesic& ellipsoid() const { return ellipsoid_; }

 private:
  struct Edge {
    double lon1, lat1, lon2, lat2;
    Vector from, to;
  };
  struct Block {
    size_t begin, end;
    Vector centre;
    double radius;
  };
  Vector cartesian(double lon, double lat) const;
  void addEdge(double lon1, double lat1, double lon2, double lat2);
  double distanceToEdge(double lon, double lat, const Edge& edge) const;

  geod_geodesic ellipsoid_;
  std::vector<Edge> edges_;
  std::vector<Block> blocks_;
};

// How far a buffer strays, as shares of the distance.
struct Deviation {
  double outwards = 0;  // The most that a point of its boundary is further than the distance.
  double inwards = 0;   // The most that it is nearer.
  size_t points = 0;    // Looked at.
  size_t wrong = 0;     // Points of the plain that are on the wrong side of its boundary.
  std::string where;    // The worst.
};

// Looks at about `samples` points of the buffer's boundary (vertices, and points between them; not
// on a pole or, when the input does not end there, on longitude 180), and at as many points spread
// around the input, which must be in the buffer or not as their distance says. A point nearer than
// `slack` of the distance to where the boundary should be is on no wrong side.
Deviation deviationOf(const QgsGeometry& buffer, const QgsGeometry& input, double distance,
                      size_t samples, double slack = 0.01);

}  // namespace geotask::testing
