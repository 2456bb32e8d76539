// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/antimeridian.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/geometry_paths.h"

namespace geotask {

namespace {

constexpr double kSame = 1e-9;  // Degrees: a tenth of a millimetre.

bool same(double a, double b) { return std::abs(a - b) <= kSame; }

bool onPole(const Position& a, const Position& b) {
  return std::abs(a.y) >= 90 - kSame && same(a.y, b.y);
}

absl::Status invalid(const std::string& what, const char* accepted) {
  return makeError(absl::StatusCode::kInvalidArgument, what,
                   {"INVALID_GEOMETRY", "", "", accepted, "Correct the data or its CRS."});
}

absl::Status checkPath(const Path& path) {
  double west = path.empty() ? 0 : path.front().x;
  double east = west;
  for (size_t i = 0; i < path.size(); ++i) {
    const Position& p = path[i];
    if (!(std::abs(p.y) <= 90 + kSame) || !(std::abs(p.x) <= 360 + kSame)) {
      return invalid(absl::StrCat("there is no longitude ", p.x, ", latitude ", p.y),
                     "longitudes from -360 to 360, latitudes from -90 to 90");
    }
    west = std::min(west, p.x);
    east = std::max(east, p.x);
    if (i == 0 || onPole(path[i - 1], p)) continue;
    const double span = std::abs(p.x - path[i - 1].x);
    if (span > 180 + kSame) {
      return makeError(
          absl::StatusCode::kInvalidArgument,
          absl::StrCat("an edge from longitude ", path[i - 1].x, " to ", p.x,
                       " may be meant to go either way around the earth"),
          {"ANTIMERIDIAN_EDGE", "", "", "edges of at most 180 degrees of longitude",
           "Cut it at the antimeridian; an edge that does go that far takes vertices in between."});
    }
  }
  if (east - west > 360 + kSame) {
    return invalid("it goes around the earth more than once", "at most 360 degrees of longitude");
  }
  return absl::OkStatus();
}

// Stretches of latitude.
using Stretch = std::pair<double, double>;

std::vector<Stretch> unite(std::vector<Stretch> stretches) {
  std::sort(stretches.begin(), stretches.end());
  std::vector<Stretch> united;
  for (const Stretch& stretch : stretches) {
    if (!united.empty() && stretch.first <= united.back().second + kSame) {
      united.back().second = std::max(united.back().second, stretch.second);
    } else {
      united.push_back(stretch);
    }
  }
  return united;
}

std::vector<Stretch> common(const std::vector<Stretch>& west, const std::vector<Stretch>& east) {
  std::vector<Stretch> both;
  for (const Stretch& a : west) {
    for (const Stretch& b : east) {
      const Stretch shared(std::max(a.first, b.first), std::min(a.second, b.second));
      if (shared.second - shared.first > kSame) both.push_back(shared);
    }
  }
  return both;
}

// What lies along one meridian.
std::vector<Stretch> stretchesAt(const std::vector<Path>& rings, double meridian) {
  std::vector<Stretch> stretches;
  for (const Path& ring : rings) {
    for (size_t i = 1; i < ring.size(); ++i) {
      if (same(ring[i - 1].x, meridian) && same(ring[i].x, meridian)) {
        stretches.push_back(std::minmax(ring[i - 1].y, ring[i].y));
      }
    }
  }
  return unite(std::move(stretches));
}

// Appends an edge to the last line, or begins one.
void addEdge(std::vector<Path>& lines, bool joined, const Position& from, const Position& to) {
  if (!joined) lines.push_back({from});
  lines.back().push_back(to);
}

// What of an edge along the seam lies outside of `inside`.
std::vector<std::pair<Position, Position>> outside(const Position& from, const Position& to,
                                                   const std::vector<Stretch>& inside) {
  std::vector<std::pair<Position, Position>> left;
  const bool up = from.y < to.y;
  double low = std::min(from.y, to.y);
  const double high = std::max(from.y, to.y);
  const auto keep = [&](double a, double b) {
    if (b - a <= kSame) return;
    const Position lower{from.x, a};
    const Position upper{from.x, b};
    left.emplace_back(up ? lower : upper, up ? upper : lower);
  };
  for (const Stretch& stretch : inside) {
    if (stretch.second <= low || stretch.first >= high) continue;
    keep(low, stretch.first);
    low = std::max(low, stretch.second);
  }
  keep(low, high);
  if (!up) std::reverse(left.begin(), left.end());
  return left;
}

// What of a polygon lies in the rectangle, also where it is not valid.
absl::StatusOr<QgsGeometry> within(const QgsGeometry& polygon, const QgsRectangle& rectangle,
                                   const GeosByCost& geos) {
  absl::StatusOr<QgsGeometry> inside = geos.intersection(polygon, rectangle);
  if (!inside.ok() || !inside->isNull()) return inside;
  absl::StatusOr<QgsGeometry> repaired = geos.makeValid(polygon);
  if (!repaired.ok()) return repaired;
  return geos.intersection(*repaired, rectangle);
}

}  // namespace

absl::Status checkLonLat(const QgsGeometry& geometry) {
  absl::Status status;
  visitPaths(*geometry.constGet(), [&](const Path& path) {
    if (status.ok()) status = checkPath(path);
  });
  return status;
}

std::optional<double> seamOf(const QgsGeometry& geometry) {
  const QgsRectangle box = geometry.boundingBox();
  if (!same(box.width(), 360)) return std::nullopt;
  return box.xMinimum();
}

std::vector<Path> boundaryLines(const QVector<QgsGeometry>& polygons, std::optional<double> seam) {
  std::vector<Path> rings;
  for (const QgsGeometry& polygon : polygons) {
    visitPaths(*polygon.constGet(), [&](const Path& ring) { rings.push_back(ring); });
  }
  std::vector<Stretch> inside;
  if (seam) inside = common(stretchesAt(rings, *seam), stretchesAt(rings, *seam + 360));
  std::vector<Path> lines;
  for (const Path& ring : rings) {
    bool joined = false;
    for (size_t i = 1; i < ring.size(); ++i) {
      const Position& from = ring[i - 1];
      const Position& to = ring[i];
      if (onPole(from, to)) {
        joined = false;
      } else if (seam && same(from.x, to.x) && (same(from.x, *seam) || same(from.x, *seam + 360))) {
        for (const auto& [begin, end] : outside(from, to, inside)) {
          addEdge(lines, joined && same(begin.y, from.y), begin, end);
          joined = true;
        }
        joined = !lines.empty() && same(lines.back().back().y, to.y) &&
                 same(lines.back().back().x, to.x);
      } else {
        addEdge(lines, joined, from, to);
        joined = true;
      }
    }
  }
  return lines;
}

absl::StatusOr<QgsGeometry> cutAtMeridian(const QgsGeometry& polygons, double west,
                                          const GeosByCost& geos, double margin) {
  if (polygons.isNull()) return polygons;
  QVector<QgsGeometry> pieces;
  for (const QgsGeometry& part : simpleParts(polygons, 2)) {
    const QgsRectangle box = part.boundingBox();
    const auto first = static_cast<int>(std::floor((box.xMinimum() - west + kSame) / 360));
    const auto last = static_cast<int>(std::ceil((box.xMaximum() - west - kSame) / 360)) - 1;
    for (int turn = first; turn <= std::max(first, last); ++turn) {
      const double left = west + 360 * turn + margin;
      const double right = west + 360 * (turn + 1) - margin;
      QgsGeometry piece = part;
      if (box.xMinimum() < left || box.xMaximum() > right) {
        auto cut = within(part, QgsRectangle(left, -91, right, 91), geos);
        if (!cut.ok() || cut->isNull()) return cut;
        piece = *std::move(cut);
      }
      for (const QgsGeometry& polygon : simpleParts(piece, 2)) {
        auto moved = mapPaths(*polygon.constGet(), [&](const Path& path) {
          std::optional<Path> result = path;
          for (Position& p : *result) {
            p.x = same(p.x, left)    ? west + margin
                  : same(p.x, right) ? west + 360 - margin
                                     : p.x - 360 * turn;
          }
          return result;
        });
        if (moved.ok()) pieces.append(*std::move(moved));
      }
    }
  }
  return collectPolygons(pieces);
}

}  // namespace geotask
