// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/cost_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace geotask {

namespace {

// Of a buffer: what each takes, each vertex, each segment of an arc at a vertex, and what each pair
// of vertices takes that come near each other.
constexpr double kEach = 15;
constexpr double kVertex = 0.25;
constexpr double kArc = 0.13;
constexpr double kNear = 0.54;
constexpr double kNearPower = 2.1;

constexpr double kUnionByte = 0.04;
// How often what is in a tile is overlaid; the states of Natural Earth.
constexpr double kOverlaysInTile = 2.5;
constexpr double kCheckVertex = 0.7;

// Cutting: below this it does not matter, and the bytes are those of QGIS.
constexpr double kLeastToCut = 2000;
// From here on it is worth its overhead for being spread over the cores.
constexpr double kHeavy = 100'000;
// The distance in mean edges from which the buffers of parts are simpler than the whole: at 0.1 to 0.2
// cutting takes 1.2 times the time of the whole, at 0.5 to 2 half of it.
constexpr double kFarInEdges = 0.4;
constexpr uint64_t kLeastToShrink = 1000;  // Vertices.
constexpr size_t kCrowd = 2;               // Others that a part meets.

double reach(const Envelope& box, double distance) {
  const double extent = std::max(box.xmax - box.xmin, box.ymax - box.ymin);
  return extent > 0 ? std::min(1.0, std::abs(distance) / extent) : 0;
}

double predicted(uint64_t vertices, double reach, int segments) {
  const double n = static_cast<double>(vertices);
  return kEach + n * (kVertex + kArc * segments) + kNear * std::pow(n, kNearPower) * reach;
}

// Whether the buffers of the parts lie on each other: each meets some others.
bool isCrowded(const WkbParts& parts, double distance) {
  const size_t count = parts.parts.size();
  std::vector<size_t> by_x(count);
  std::iota(by_x.begin(), by_x.end(), size_t{0});
  std::stable_sort(by_x.begin(), by_x.end(), [&](size_t a, size_t b) {
    return parts.parts[a].envelope.xmin < parts.parts[b].envelope.xmin;
  });
  const double by = std::max(distance, 0.0);
  size_t meetings = 0;
  std::vector<Envelope> open;
  for (const size_t i : by_x) {
    const Envelope box = parts.parts[i].envelope.grown(by);
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](const Envelope& other) { return other.xmax < box.xmin; }),
               open.end());
    meetings += static_cast<size_t>(std::count_if(
        open.begin(), open.end(), [&](const Envelope& other) { return other.meets(box); }));
    if (meetings >= kCrowd * count / 2) return true;
    open.push_back(box);
  }
  return false;
}

}  // namespace

double predictedPart(const WkbPart& part, const BufferStyle& style) {
  return predicted(part.vertices, reach(part.envelope, style.distance), style.segments);
}

double predictedUnion(size_t wkb_bytes) { return kUnionByte * static_cast<double>(wkb_bytes); }

double predictedTile(size_t wkb_bytes) { return kOverlaysInTile * predictedUnion(wkb_bytes); }

double predictedUnite(size_t wkb_bytes) {
  return predictedTile(wkb_bytes) + predictedUnion(wkb_bytes);
}

double predictedCheck(uint64_t vertices) { return kCheckVertex * static_cast<double>(vertices); }

BufferCost predictedBuffer(const WkbParts& parts, const BufferStyle& style) {
  BufferCost cost;
  Envelope all;
  for (const WkbPart& part : parts.parts) {
    cost.parts += predictedPart(part, style);
    all.add(part.envelope);
  }
  if (parts.parts.size() < 2) {
    cost.whole = std::max(cost.parts, kEach);
    return cost;
  }
  cost.whole = cost.parts + predicted(parts.vertices, reach(all, style.distance), style.segments);
  cost.parts += predictedCheck(parts.vertices) + predictedUnion(32 * parts.vertices);
  if (cost.whole < kLeastToCut) return cost;
  if (style.distance < 0) {
    cost.better_cut = parts.vertices >= kLeastToShrink;
  } else {
    const double edges =
        style.distance * static_cast<double>(parts.vertices);  // Times the mean length.
    cost.better_cut = edges >= kFarInEdges * parts.length || cost.whole >= kHeavy ||
                      isCrowded(parts, style.distance);
  }
  return cost;
}

}  // namespace geotask
