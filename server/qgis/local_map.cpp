// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/local_map.h"

#include <algorithm>
#include <cmath>

#include "domain/errors.h"
#include "domain/stop.h"

namespace geotask {

namespace {

constexpr double kRadiansPerDegree = 0.017453292519943295769;
constexpr size_t kMostAdded = 4'000'000;
constexpr int kMostRounds = 32;   // Halves the longest edge there is to millimetres.
constexpr int kHalve = -2;        // Into two pieces, and look again.
constexpr double kAtPole = 1e-6;  // Metres.

absl::Status torn() {
  return makeError(absl::StatusCode::kInvalidArgument, "an edge crosses where its CRS is torn",
                   {"TRANSFORM_FAILED", "", "", "coordinates in the CRS's area of use",
                    "Give the data in a CRS that is made for its place, or in degrees."});
}

absl::Status tooMany() {
  return makeError(
      absl::StatusCode::kInvalidArgument,
      "its edges are so long for so small a distance that they take millions of vertices",
      {"TOO_MANY_VERTICES", "", "", "", "Split it, or give a larger distance."});
}

double lengthOf(const Position& p) { return std::sqrt(p.x * p.x + p.y * p.y); }

double distanceBetween(const Position& a, const Position& b) {
  return lengthOf({a.x - b.x, a.y - b.y});
}

double distanceToSegment(const Position& p, const Position& a, const Position& b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double square = dx * dx + dy * dy;
  const double along = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
  const Position nearest = between(a, b, std::clamp(along, 0.0, 1.0));
  return distanceBetween(p, nearest);
}

}  // namespace

absl::Status LocalMap::fillPlane(Nodes& nodes) const {
  Path path;
  path.reserve(nodes.size());
  for (const Node& node : nodes) path.push_back(node.data);
  absl::Status status = frame_.toLonLat(path);
  if (!status.ok()) return status;
  for (size_t i = 0; i < nodes.size(); ++i) {
    checkStop();
    nodes[i].plane = projection_.forward(path[i]);
  }
  return absl::OkStatus();
}

absl::Status LocalMap::fillData(Nodes& nodes, int side) const {
  Path path;
  path.reserve(nodes.size());
  for (const Node& node : nodes) {
    checkStop();
    Position lon_lat = projection_.inverse(node.plane);
    // On the axis geod_direct may say -180 for 180.
    if (side != 0) lon_lat.x = std::copysign(lon_lat.x, side);
    lon_lat.x += projection_.centreLongitude();
    path.push_back(lon_lat);
  }
  absl::Status status = frame_.fromLonLat(path);
  if (!status.ok()) return status;
  for (size_t i = 0; i < nodes.size(); ++i) nodes[i].data = path[i];
  return absl::OkStatus();
}

// Half of its way along, an edge that is straight in longitude and latitude lies furthest from the
// geodesic between its ends, and that from the straight line in the plane, r away from the centre:
// both to second order on the sphere, and half as much again for the rest. Into n pieces cut, an
// edge strays n^2 times less.
int LocalMap::piecesByFormula(const Node& from, const Node& to) const {
  constexpr double kShort = 0.1;  // Radians: the formula holds up to here.
  const double lon = std::abs(to.data.x - from.data.x) * kRadiansPerDegree;
  const double lat = std::abs(to.data.y - from.data.y) * kRadiansPerDegree;
  const double a = projection_.ellipsoid().a;
  const double length = distanceBetween(from.plane, to.plane);
  if (!(lon < kShort && lat < kShort)) return length > tolerance_ ? kHalve : 1;
  const double r = std::max(lengthOf(from.plane), lengthOf(to.plane)) / a;
  const double allowed = tolerance_ / (1.5 * a / 8);
  const double bent = r * length * length / (a * a);
  const double straight = lon * lon + 2 * lon * lat + bent;
  if (straight <= allowed) return 1;
  const double north = std::max(std::abs(from.data.y), std::abs(to.data.y)) * kRadiansPerDegree;
  const double cosine = std::min(std::cos(north) + lat, 1.0);
  const double strays = std::sin(north) * (cosine * lon * lon + 2 * lon * lat) + bent;
  return static_cast<int>(std::ceil(std::sqrt(strays / allowed)));
}

// Looks half of its way along each edge, and a quarter: one that bends one way and then the other is
// at its place in the middle.
absl::Status LocalMap::piecesByLooking(const Nodes& nodes, const std::vector<bool>& settled,
                                       std::vector<int>& pieces) const {
  Nodes tried;
  for (size_t i = 0; i < settled.size(); ++i) {
    if (settled[i]) continue;
    checkStop();
    for (const double share : {0.5, 0.25}) {
      tried.push_back({between(nodes[i].data, nodes[i + 1].data, share), {}});
    }
  }
  absl::Status status = fillPlane(tried);
  if (!status.ok()) return status;
  size_t next = 0;
  for (size_t i = 0; i < settled.size(); ++i) {
    if (settled[i]) continue;
    const Position& a = nodes[i].plane;
    const Position& b = nodes[i + 1].plane;
    const bool straight = distanceToSegment(tried[next].plane, a, b) <= tolerance_ &&
                          distanceToSegment(tried[next + 1].plane, a, b) <= tolerance_;
    pieces[i] = straight ? 1 : kHalve;
    next += 2;
  }
  return absl::OkStatus();
}

absl::Status LocalMap::refine(Nodes& nodes, Way way, int side) {
  if (nodes.size() < 2) return absl::OkStatus();
  std::vector<bool> settled(nodes.size() - 1, false);
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<int> pieces(settled.size(), 1);
    if (frame_.isGeographic()) {
      for (size_t i = 0; i < settled.size(); ++i) {
        checkStop();
        if (!settled[i]) pieces[i] = piecesByFormula(nodes[i], nodes[i + 1]);
      }
    } else {
      absl::Status status = piecesByLooking(nodes, settled, pieces);
      if (!status.ok()) return status;
    }

    Nodes added;
    for (size_t i = 0; i < settled.size(); ++i) {
      const int count = std::abs(pieces[i]);
      for (int piece = 1; piece < count; ++piece) {
        const double share = static_cast<double>(piece) / count;
        added.push_back(way == Way::kToPlane
                            ? Node{between(nodes[i].data, nodes[i + 1].data, share), {}}
                            : Node{{}, between(nodes[i].plane, nodes[i + 1].plane, share)});
      }
      if (added_ + added.size() > kMostAdded) return tooMany();
    }
    if (added.empty()) return absl::OkStatus();
    added_ += added.size();
    absl::Status status = way == Way::kToPlane ? fillPlane(added) : fillData(added, side);
    if (!status.ok()) return status;

    Nodes finer;
    std::vector<bool> finer_settled;
    finer.reserve(nodes.size() + added.size());
    finer_settled.reserve(nodes.size() + added.size());
    size_t next = 0;
    for (size_t i = 0; i < settled.size(); ++i) {
      finer.push_back(nodes[i]);
      for (int piece = 1; piece < std::abs(pieces[i]); ++piece) finer.push_back(added[next++]);
      finer_settled.resize(finer.size(), pieces[i] != kHalve);
    }
    finer.push_back(nodes.back());
    nodes = std::move(finer);
    settled = std::move(finer_settled);
  }
  return torn();
}

absl::StatusOr<std::optional<Path>> LocalMap::toPlane(const Path& data, double reach) {
  Nodes nodes;
  nodes.reserve(data.size());
  constexpr size_t kAtATime = 256;  // A line that leads far away is given up soon.
  for (size_t begin = 0; begin < data.size(); begin += kAtATime) {
    Nodes some;
    for (size_t i = begin; i < std::min(begin + kAtATime, data.size()); ++i) {
      some.push_back({data[i], {}});
    }
    absl::Status status = fillPlane(some);
    if (!status.ok()) return status;
    for (const Node& node : some) {
      if (!(lengthOf(node.plane) <= reach)) return std::nullopt;
      nodes.push_back(node);
    }
  }
  absl::Status status = refine(nodes, Way::kToPlane, 0);
  if (!status.ok()) return status;
  Path plane;
  plane.reserve(nodes.size());
  for (const Node& node : nodes) {
    // Between two vertices that are near an edge may still lead around a pole.
    if (!(lengthOf(node.plane) <= 1.01 * reach)) return std::nullopt;
    plane.push_back(node.plane);
  }
  return plane;
}

absl::StatusOr<Path> LocalMap::toData(const Path& plane) {
  Nodes nodes;
  nodes.reserve(plane.size());
  for (const Position& position : plane) nodes.push_back({{}, position});
  absl::Status status = fillData(nodes, 0);
  if (status.ok()) status = refine(nodes, Way::kToData, 0);
  if (!status.ok()) return status;
  Path data;
  data.reserve(nodes.size());
  for (const Node& node : nodes) data.push_back(node.data);
  return data;
}

absl::StatusOr<Path> LocalMap::halfToData(const Path& plane, int side) {
  const double poles[] = {projection_.northPole(), projection_.southPole()};
  const auto poleAt = [&](const Position& p) {
    if (p.x != 0) return 0;
    return std::abs(p.y - poles[0]) < kAtPole ? 1 : std::abs(p.y - poles[1]) < kAtPole ? -1 : 0;
  };
  Nodes nodes;
  for (const Position& position : plane) {
    if (!nodes.empty() && position.x == 0 && nodes.back().plane.x == 0) {
      const double from = nodes.back().plane.y;
      for (const double pole : poles) {
        if ((from < pole && pole < position.y) || (position.y < pole && pole < from)) {
          nodes.push_back({{}, {0, pole}});
        }
      }
    }
    nodes.push_back({{}, position});
  }
  absl::Status status = fillData(nodes, side);
  if (!status.ok()) return status;

  // A pole has the longitude of the vertex before it and that of the vertex behind it.
  Nodes doubled;
  const size_t count = nodes.size() - 1;  // The last is the first.
  for (size_t i = 0; i < nodes.size(); ++i) {
    const int pole = poleAt(nodes[i].plane);
    if (pole == 0) {
      doubled.push_back(nodes[i]);
      continue;
    }
    const Position before = nodes[i == 0 ? count - 1 : i - 1].data;
    const Position behind = nodes[i == count ? 1 : i + 1].data;
    if (i > 0) doubled.push_back({{before.x, 90.0 * pole}, nodes[i].plane});
    if (i < count) doubled.push_back({{behind.x, 90.0 * pole}, nodes[i].plane});
  }
  if (poleAt(nodes.front().plane) != 0) doubled.push_back(doubled.front());
  status = refine(doubled, Way::kToData, side);
  if (!status.ok()) return status;
  Path data;
  data.reserve(doubled.size());
  for (const Node& node : doubled) data.push_back(node.data);
  return data;
}

}  // namespace geotask
