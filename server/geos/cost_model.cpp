// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/cost_model.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "domain/stop.h"
#include "geos/clusters.h"

namespace geotask {

namespace {

// Of a buffer: what each takes, each vertex, each segment of an arc at a vertex, and what each pair
// of vertices takes that come near each other.
constexpr double kEach = 15;
constexpr double kVertex = 0.25;
constexpr double kArc = 0.13;
constexpr double kNear = 0.54;
constexpr double kNearPower = 2.1;

// A row that is a point: mostly a ring that is moved (point_buffer.h).
constexpr double kMovedPoint = 1;

constexpr double kUnionByte = 0.04;
// How often what is in a tile is overlaid; the states of Natural Earth.
constexpr double kOverlaysInTile = 2.5;
constexpr double kCheckVertex = 0.7;
// Measured with 10,000 to a million vertices: 6 to 9, and 0.1 to 2.
constexpr double kRepairVertex = 8;
constexpr double kOverlayVertex = 1;
// Likewise: 0.4 to 3, but ten times that and more where a long line winds; 0.1 to 0.4; 0.7.
constexpr double kSimplifyVertex = 2;
constexpr double kHullVertex = 0.3;
constexpr double kMergeVertex = 0.7;

// Cutting: below this it does not matter, and the bytes are those of QGIS.
constexpr double kLeastToCut = 2000;
// From here on it is worth its overhead for being spread over the cores.
constexpr double kHeavy = 100'000;
// The distance in mean edges from which the buffers of parts are simpler than the whole: at 0.1 to 0.2
// cutting takes 1.2 times the time of the whole, at 0.5 to 2 half of it.
constexpr double kFarInEdges = 0.4;
constexpr uint64_t kLeastToShrink = 1000;  // Vertices.
constexpr size_t kCrowd = 2;               // Others that a part meets.

// Neighbours are better buffered at once when the distance is less than so many mean edges, or that times
// their vertices less than the other: within 6 % of the best choice for the countries and states.
constexpr double kNearInEdges = 0.8;
constexpr double kFewInReach = 3000;
// Vertices of the smaller of each two whose envelopes meet, as a share of all: at most 1.02 there, but
// several where a multipolygon is not valid and its polygons lie on each other.
constexpr double kMostOverlap = 1.2;
constexpr double kMostTogether = 20'000;

double reach(const Envelope& box, double distance) {
  const double extent = std::max(box.xmax - box.xmin, box.ymax - box.ymin);
  return extent > 0 ? std::min(1.0, std::abs(distance) / extent) : 0;
}

// Of the mean length; points have no edges, which are shorter than any distance.
double distanceInEdges(const WkbParts& parts, const BufferStyle& style) {
  return style.distance * static_cast<double>(parts.vertices) / parts.length;
}

double predicted(uint64_t vertices, double reach, int segments) {
  const double n = static_cast<double>(vertices);
  const double near = reach > 0 ? kNear * std::pow(n, kNearPower) * reach : 0;
  return kEach + n * (kVertex + kArc * segments) + near;
}

std::vector<Envelope> envelopesOf(const WkbParts& parts, double grown_by) {
  std::vector<Envelope> envelopes;
  envelopes.reserve(parts.parts.size());
  for (const WkbPart& part : parts.parts) {
    checkStop();
    envelopes.push_back(part.envelope.grown(grown_by));
  }
  return envelopes;
}

// Whether the buffers of the parts lie on each other: each meets some others.
bool isCrowded(const WkbParts& parts, double distance) {
  size_t meetings = 0;
  return !eachMeeting(envelopesOf(parts, std::max(distance, 0.0)),
                      [&](size_t, size_t) { return ++meetings < kCrowd * parts.parts.size() / 2; });
}

bool lieOnEachOther(const WkbParts& parts) {
  uint64_t vertices = 0;
  return !eachMeeting(envelopesOf(parts, 0), [&](size_t one, size_t other) {
    vertices += std::min(parts.parts[one].vertices, parts.parts[other].vertices);
    return static_cast<double>(vertices) <= kMostOverlap * static_cast<double>(parts.vertices);
  });
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

double predictedRepair(uint64_t vertices) { return kRepairVertex * static_cast<double>(vertices); }

double predictedOverlay(uint64_t vertices) {
  return kOverlayVertex * static_cast<double>(vertices);
}

double predictedSimplify(uint64_t vertices) {
  return kSimplifyVertex * static_cast<double>(vertices);
}

double predictedHull(uint64_t vertices) { return kHullVertex * static_cast<double>(vertices); }

double predictedMerge(uint64_t vertices) { return kMergeVertex * static_cast<double>(vertices); }

double predictedWhole(const WkbParts& parts, const BufferStyle& style) {
  if (parts.parts.size() == 1) {
    const WkbPart& only = parts.parts.front();
    return only.kind == PartKind::kPoint ? kMovedPoint : predictedPart(only, style);
  }
  double each = 0;
  Envelope all;
  for (const WkbPart& part : parts.parts) {
    checkStop();
    each += predictedPart(part, style);
    all.add(part.envelope);
  }
  return each + predicted(parts.vertices, reach(all, style.distance), style.segments);
}

BufferCost predictedBuffer(const WkbParts& parts, const BufferStyle& style) {
  BufferCost cost;
  cost.whole = predictedWhole(parts, style);
  if (parts.parts.size() < 2) {
    cost.parts = cost.whole;
    return cost;
  }
  for (const WkbPart& part : parts.parts) {
    checkStop();
    cost.parts += predictedPart(part, style);
  }
  cost.parts += predictedCheck(parts.vertices) + predictedUnion(32 * parts.vertices);
  if (cost.whole < kLeastToCut) return cost;
  if (style.distance < 0) {
    cost.better_cut = parts.vertices >= kLeastToShrink;
  } else {
    cost.better_cut = distanceInEdges(parts, style) >= kFarInEdges || cost.whole >= kHeavy ||
                      isCrowded(parts, style.distance);
  }
  return cost;
}

bool betterTogether(const WkbParts& neighbours, const BufferStyle& style) {
  const double edges = distanceInEdges(neighbours, style);
  const bool near =
      edges <= kNearInEdges || edges * static_cast<double>(neighbours.vertices) <= kFewInReach;
  return near && predictedWhole(neighbours, style) <= kMostTogether && !lieOnEachOther(neighbours);
}

}  // namespace geotask
