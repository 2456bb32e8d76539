// SPDX-License-Identifier: GPL-2.0-or-later
#include "geodesic_reference.h"

#include <qgsgeometryengine.h>
#include <qgspoint.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include "absl/strings/str_cat.h"
#include "qgis/geometry_paths.h"

namespace geotask::testing {

namespace {

constexpr double kRadians = M_PI / 180;

double distanceBetween(const Vector& a, const Vector& b) {
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

double distanceToChord(const Vector& p, const Vector& a, const Vector& b) {
  double along = 0;
  double square = 0;
  for (int i = 0; i < 3; ++i) {
    along += (p[i] - a[i]) * (b[i] - a[i]);
    square += (b[i] - a[i]) * (b[i] - a[i]);
  }
  const double t = square > 0 ? std::clamp(along / square, 0.0, 1.0) : 0;
  return distanceBetween(
      p, {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])});
}

bool onSeam(double lon) { return std::abs(std::abs(lon) - 180) < 1e-7; }
bool onPole(double lat) { return std::abs(lat) > 90 - 1e-7; }

}  // namespace

GeodesicReference::GeodesicReference(const QgsGeometry& lon_lat, bool drop_seam, double a,
                                     double f) {
  geod_init(&ellipsoid_, a, f);
  const QgsRectangle box = lon_lat.boundingBox();
  drop_seam = drop_seam && std::abs(box.width() - 360) < 1e-7;
  const auto atSeam = [&](double lon) {
    return std::abs(lon - box.xMinimum()) < 1e-7 || std::abs(lon - box.xMaximum()) < 1e-7;
  };
  visitPaths(*lon_lat.constGet(), [&](const Path& path) {
    if (path.size() == 1) addEdge(path[0].x, path[0].y, path[0].x, path[0].y);
    for (size_t i = 1; i < path.size(); ++i) {
      const Position& from = path[i - 1];
      const Position& to = path[i];
      if (onPole(from.y) && onPole(to.y)) continue;
      if (drop_seam && atSeam(from.x) && atSeam(to.x)) continue;
      addEdge(from.x, from.y, to.x, to.y);
    }
  });
  constexpr size_t kBlock = 32;
  for (size_t begin = 0; begin < edges_.size(); begin += kBlock) {
    Block block{begin, std::min(begin + kBlock, edges_.size()), edges_[begin].from, 0};
    for (size_t i = block.begin; i < block.end; ++i) {
      block.radius = std::max({block.radius, distanceBetween(block.centre, edges_[i].from),
                               distanceBetween(block.centre, edges_[i].to)});
    }
    blocks_.push_back(block);
  }
}

Vector GeodesicReference::cartesian(double lon, double lat) const {
  const double sine = std::sin(lat * kRadians);
  const double n = ellipsoid_.a / std::sqrt(1 - ellipsoid_.e2 * sine * sine);
  const double r = n * std::cos(lat * kRadians);
  return {r * std::cos(lon * kRadians), r * std::sin(lon * kRadians),
          n * (1 - ellipsoid_.e2) * sine};
}

// In pieces of at most 20 km, bent by at most 5 m.
void GeodesicReference::addEdge(double lon1, double lat1, double lon2, double lat2) {
  const double lon = std::abs(lon2 - lon1) * kRadians;
  const double lat = std::abs(lat2 - lat1) * kRadians;
  const double north = std::max(std::abs(lat1), std::abs(lat2)) * kRadians;
  const double cosine = std::cos(north) + lat;
  const double length = ellipsoid_.a * std::hypot(lat, std::min(cosine, 1.0) * lon);
  const int pieces = 1 + static_cast<int>(std::max(length / 2e4, std::sqrt(length * lon / 40)));
  for (int i = 0; i < pieces; ++i) {
    const double s = static_cast<double>(i) / pieces;
    const double t = static_cast<double>(i + 1) / pieces;
    Edge edge{lon1 + s * (lon2 - lon1),
              lat1 + s * (lat2 - lat1),
              lon1 + t * (lon2 - lon1),
              lat1 + t * (lat2 - lat1),
              {},
              {}};
    edge.from = cartesian(edge.lon1, edge.lat1);
    edge.to = cartesian(edge.lon2, edge.lat2);
    edges_.push_back(edge);
  }
}

double GeodesicReference::distanceToEdge(double lon, double lat, const Edge& edge) const {
  const auto at = [&](double t) {
    double metres = 0;
    geod_inverse(&ellipsoid_, lat, lon, edge.lat1 + t * (edge.lat2 - edge.lat1),
                 edge.lon1 + t * (edge.lon2 - edge.lon1), &metres, nullptr, nullptr);
    return metres;
  };
  double low = 0;
  double high = 1;
  while (high - low > 1e-7) {
    const double a = low + (high - low) * 0.381966011250105;
    const double b = high - (high - low) * 0.381966011250105;
    (at(a) < at(b) ? high : low) = at(a) < at(b) ? b : a;
  }
  return std::min({at(0), at(1), at((low + high) / 2)});
}

double GeodesicReference::distance(double lon, double lat) const {
  const Vector p = cartesian(lon, lat);
  double best = 1e30;
  for (const Block& block : blocks_) {
    if (distanceBetween(p, block.centre) - block.radius > best) continue;
    for (size_t i = block.begin; i < block.end; ++i) {
      best = std::min(best, distanceToChord(p, edges_[i].from, edges_[i].to));
    }
  }
  // Straight through the earth is not along it, but the nearest edge is one of the nearest.
  const double limit = best * (1 + 0.004 * std::min(1.0, best / 1e6)) + 20;
  double metres = 1e30;
  for (const Block& block : blocks_) {
    if (distanceBetween(p, block.centre) - block.radius > limit) continue;
    for (size_t i = block.begin; i < block.end; ++i) {
      if (distanceToChord(p, edges_[i].from, edges_[i].to) <= limit) {
        metres = std::min(metres, distanceToEdge(lon, lat, edges_[i]));
      }
    }
  }
  return metres;
}

Deviation deviationOf(const QgsGeometry& buffer, const QgsGeometry& input, double distance,
                      size_t samples, double slack) {
  Deviation found;
  const GeodesicReference reference(input, distance < 0);
  const double metres = std::abs(distance);

  std::vector<Position> boundary;
  visitPaths(*buffer.constGet(), [&](const Path& path) {
    for (size_t i = 1; i < path.size(); ++i) {
      if ((onSeam(path[i - 1].x) && onSeam(path[i].x)) || onPole(path[i].y)) continue;
      if (!onPole(path[i - 1].y)) boundary.push_back(between(path[i - 1], path[i], 0.37));
      boundary.push_back(path[i]);
    }
  });
  const size_t step = std::max<size_t>(1, boundary.size() / samples) | 1;
  for (size_t i = 0; i < boundary.size(); i += step) {
    const double share = reference.distance(boundary[i].x, boundary[i].y) / metres - 1;
    if (share > found.outwards || -share > found.inwards) {
      found.where = absl::StrCat(boundary[i].x, " ", boundary[i].y);
    }
    found.outwards = std::max(found.outwards, share);
    found.inwards = std::max(found.inwards, -share);
    ++found.points;
  }

  std::vector<Position> vertices;
  visitPaths(*input.constGet(),
             [&](const Path& path) { vertices.insert(vertices.end(), path.begin(), path.end()); });
  const std::unique_ptr<QgsGeometryEngine> inside(
      QgsGeometry::createGeometryEngine(input.constGet()));
  const std::unique_ptr<QgsGeometryEngine> result(
      QgsGeometry::createGeometryEngine(buffer.constGet()));
  inside->prepareGeometry();
  result->prepareGeometry();
  const auto contains = [](QgsGeometryEngine& engine, double lon, double lat) {
    for (const double turn : {-360.0, 0.0, 360.0}) {
      const QgsPoint point(lon + turn, lat);
      if (engine.intersects(&point)) return true;
    }
    return false;
  };
  std::mt19937 random(42);
  std::uniform_real_distribution<double> share(0, 1);
  for (size_t i = 0; i < samples; ++i) {
    const Position& from = vertices[random() % vertices.size()];
    double lon = 0;
    double lat = 0;
    geod_direct(&reference.ellipsoid(), from.y, from.x, 360 * share(random),
                2.5 * metres * share(random), &lat, &lon, nullptr);
    if (onSeam(lon)) continue;
    const double away = reference.distance(lon, lat);
    if (std::abs(away / metres - 1) < slack) continue;
    const bool within = contains(*inside, lon, lat);
    const bool wanted = distance > 0 ? within || away < metres : within && away > metres;
    if (contains(*result, lon, lat) != wanted) {
      if (found.wrong++ == 0) {
        found.where = absl::StrCat(lon, " ", lat, wanted ? " is missing" : " is too much");
      }
    }
  }
  return found;
}

}  // namespace geotask::testing
