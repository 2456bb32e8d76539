// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/buffer_plan.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "domain/stop.h"
#include "geos/clusters.h"
#include "geos/hilbert.h"
#include "geos/wkb_bytes.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;

constexpr double kGroupMicroseconds = 20'000;
constexpr size_t kTileBytes = size_t{256} << 10;
// A piece with more than one of so many of the vertices is large.
constexpr uint64_t kLargeShare = 16;
// In a larger crowd all are taken for neighbours: for each part.
constexpr size_t kMostMeetings = 32;

// What is buffered at once: one part, or some whose buffers meet.
struct Piece {
  std::vector<size_t> parts;
  Envelope envelope;
  uint64_t vertices = 0;
  double microseconds = 0;
};

struct Pieces {
  std::vector<Piece> meeting;  // Each is a part whose buffer may meet that of others.
  std::vector<Piece> apart;    // What meets no other.
};

// What buffers can reach, and a little more. A mitre that is cut off at the limit ends in an edge across,
// which reaches as far to both sides as the distance.
double reachOf(const BufferStyle& style) {
  double times = 1;
  if (style.cap == CapStyle::kSquare) times = std::sqrt(2.0);
  if (style.join == JoinStyle::kMitre) times = std::hypot(1.0, style.mitre_limit);
  return 1.01 * times * std::abs(style.distance);
}

WkbParts some(const WkbParts& parts, const std::vector<size_t>& indices) {
  WkbParts chosen;
  chosen.type = parts.type;
  for (const size_t i : indices) {
    checkStop();
    chosen.parts.push_back(parts.parts[i]);
    chosen.vertices += parts.parts[i].vertices;
    chosen.length += parts.parts[i].length;
  }
  return chosen;
}

Piece pieceOf(const WkbParts& chosen, std::vector<size_t> indices, const BufferStyle& style) {
  Piece piece;
  piece.parts = std::move(indices);
  for (const WkbPart& part : chosen.parts) piece.envelope.add(part.envelope);
  piece.vertices = chosen.vertices;
  piece.microseconds = chosen.parts.size() == 1 ? predictedPart(chosen.parts.front(), style)
                                                : predictedWhole(chosen, style);
  return piece;
}

// The parts whose buffers can meet, directly or through others.
Clusters neighboursAmong(const WkbParts& parts, const BufferStyle& style) {
  Clusters clusters(parts.parts.size());
  std::vector<Envelope> reached;
  reached.reserve(parts.parts.size());
  for (const WkbPart& part : parts.parts) {
    checkStop();
    reached.push_back(part.envelope.grown(reachOf(style)));
  }
  size_t meetings = 0;
  const bool told_all = eachMeeting(reached, [&](size_t one, size_t other) {
    clusters.join(one, other);
    return ++meetings < kMostMeetings * reached.size();
  });
  if (!told_all) clusters.joinAll();
  return clusters;
}

Pieces cut(const WkbParts& parts, const BufferStyle& style) {
  Pieces pieces;
  if (style.distance < 0) {
    for (size_t i = 0; i < parts.parts.size(); ++i)
      pieces.apart.push_back(pieceOf(some(parts, {i}), {i}, style));
    return pieces;
  }
  const bool multi_polygon = parts.type % 1000 == kWkbMultiPolygon;
  for (std::vector<size_t>& neighbours : neighboursAmong(parts, style).members()) {
    const WkbParts chosen = some(parts, neighbours);
    if (neighbours.size() == 1 || (multi_polygon && betterTogether(chosen, style))) {
      pieces.apart.push_back(pieceOf(chosen, std::move(neighbours), style));
      continue;
    }
    for (const size_t i : neighbours) {
      pieces.meeting.push_back(pieceOf(some(parts, {i}), {i}, style));
      pieces.meeting.back().microseconds += predictedCheck(parts.parts[i].vertices);
    }
  }
  return pieces;
}

std::string wkbOf(absl::string_view wkb, const WkbParts& parts, const Piece& piece) {
  std::string made;
  if (piece.parts.size() > 1)
    appendHead(made, kWkbCollection, static_cast<uint32_t>(piece.parts.size()));
  for (const size_t i : piece.parts)
    made.append(wkb.data() + parts.parts[i].begin, parts.parts[i].size);
  return made;
}

// Puts pieces in groups; those for which `alone` says so, by themselves and last.
template <typename Alone>
void addTasks(absl::string_view wkb, const WkbParts& parts, const std::vector<Piece>& pieces,
              const GeometryTask& empty, const Alone& alone, std::vector<GeometryTask>& tasks) {
  std::vector<Envelope> envelopes;
  envelopes.reserve(pieces.size());
  for (const Piece& piece : pieces) {
    checkStop();
    envelopes.push_back(piece.envelope);
  }
  std::vector<size_t> order = hilbertOrder(envelopes);
  std::stable_partition(order.begin(), order.end(), [&](size_t i) { return !alone(pieces[i]); });
  const size_t before = tasks.size();
  for (const size_t i : order) {
    checkStop();
    const Piece& piece = pieces[i];
    if (tasks.size() == before || alone(piece) ||
        tasks.back().microseconds + piece.microseconds > kGroupMicroseconds) {
      tasks.push_back(empty);
    }
    tasks.back().wkbs.push_back(wkbOf(wkb, parts, piece));
    tasks.back().microseconds += piece.microseconds;
  }
}

}  // namespace

bool mayCut(const WkbParts& parts, const BufferStyle& style) {
  if (parts.parts.size() < 2 || parts.curved || style.distance == 0) return false;
  if (style.join == JoinStyle::kBevel) return false;
  if (style.join == JoinStyle::kMitre && style.distance < 0) return false;
  if (std::any_of(parts.parts.begin(), parts.parts.end(),
                  [](const WkbPart& part) { return part.kind == PartKind::kLine; })) {
    return false;
  }
  return style.distance > 0 || parts.type % 1000 == kWkbMultiPolygon;
}

bool cuts(const WkbParts& parts, const BufferCost& cost, const BufferStyle& style) {
  return cost.better_cut && mayCut(parts, style);
}

std::vector<GeometryTask> cutTasks(absl::string_view wkb, const WkbParts& parts,
                                   const BufferStyle& style) {
  const Pieces pieces = cut(parts, style);
  std::vector<GeometryTask> tasks;
  addTasks(
      wkb, parts, pieces.meeting, {Kind::kBufferValid, style, {}, 0},
      [&](const Piece& piece) { return piece.vertices * kLargeShare > parts.vertices; }, tasks);
  addTasks(
      wkb, parts, pieces.apart, {Kind::kBufferApart, style, {}, 0},
      [](const Piece&) { return false; }, tasks);
  return tasks;
}

std::vector<GeometryTask> uniteTasks(std::vector<std::string> wkbs) {
  std::vector<Envelope> envelopes;
  std::vector<std::string> polygons;
  size_t bytes = 0;
  for (std::string& wkb : wkbs) {
    checkStop();
    Envelope envelope;
    if (const auto parts = wkbParts(wkb)) {
      for (const WkbPart& part : parts->parts) envelope.add(part.envelope);
    }
    if (envelope.empty()) continue;
    bytes += wkb.size();
    envelopes.push_back(envelope);
    polygons.push_back(std::move(wkb));
  }
  std::vector<GeometryTask> tiles;
  if (polygons.empty()) return tiles;
  if (bytes <= kTileBytes) {
    tiles.push_back(
        {GeometryTask::Kind::kUniteAtOnce, {}, std::move(polygons), predictedUnite(bytes)});
    return tiles;
  }
  size_t tile_bytes = kTileBytes;
  for (const size_t i : hilbertOrder(envelopes)) {
    checkStop();
    if (tile_bytes >= kTileBytes) {
      tiles.push_back({GeometryTask::Kind::kUnite, {}, {}, 0});
      tile_bytes = 0;
    }
    const size_t size = polygons[i].size();
    tile_bytes += size;
    tiles.back().microseconds += predictedTile(size);
    tiles.back().wkbs.push_back(std::move(polygons[i]));
  }
  return tiles;
}

}  // namespace geotask
