// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/buffer_plan.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "geos/clusters.h"
#include "geos/hilbert.h"

namespace geotask {

namespace {

using Kind = GeometryTask::Kind;

constexpr uint32_t kMultiPolygon = 6, kCollection = 7;  // ISO, without Z and M.
constexpr double kGroupMicroseconds = 20'000;
constexpr size_t kMostInGroup = 64;
constexpr size_t kTileBytes = size_t{256} << 10;
constexpr size_t kMostMeetings = 32;  // For each part.
constexpr uint64_t kLargeShare =
    16;  // A piece with more than one of so many of the vertices is large.

// What is buffered at once: one part, or some whose buffers meet.
struct Piece {
  std::vector<size_t> parts;
  // kBufferApart where its buffer meets that of no other piece.
  Kind kind = Kind::kBufferApart;
  Envelope envelope;
  uint64_t vertices = 0;
  double microseconds = 0;
};

// What buffers can reach, and a little more.
double reachOf(const BufferStyle& style) {
  double times = 1.01;
  if (style.cap == CapStyle::kSquare) times = 1.5;
  if (style.join == JoinStyle::kMitre) times = std::max(times, 1.01 * style.mitre_limit);
  return times * std::abs(style.distance);
}

WkbParts some(const WkbParts& parts, const std::vector<size_t>& indices) {
  WkbParts chosen;
  chosen.type = parts.type;
  for (const size_t i : indices) {
    chosen.parts.push_back(parts.parts[i]);
    chosen.vertices += parts.parts[i].vertices;
    chosen.length += parts.parts[i].length;
  }
  return chosen;
}

Piece piece(const WkbParts& parts, const std::vector<size_t>& indices, Kind kind,
            const BufferStyle& style) {
  const WkbParts chosen = some(parts, indices);
  Piece piece;
  piece.parts = indices;
  piece.kind = kind;
  for (const WkbPart& part : chosen.parts) piece.envelope.add(part.envelope);
  piece.vertices = chosen.vertices;
  piece.microseconds = predictedBuffer(chosen, style).whole;
  if (kind == Kind::kBufferValid) piece.microseconds += predictedCheck(chosen.vertices);
  return piece;
}

std::vector<Piece> cutPieces(const WkbParts& parts, const BufferStyle& style) {
  std::vector<Piece> pieces;
  if (style.distance < 0) {
    for (size_t i = 0; i < parts.parts.size(); ++i)
      pieces.push_back(piece(parts, {i}, Kind::kBufferApart, style));
    return pieces;
  }
  std::vector<Envelope> reached;
  reached.reserve(parts.parts.size());
  for (const WkbPart& part : parts.parts) reached.push_back(part.envelope.grown(reachOf(style)));
  Clusters clusters(reached.size());
  const size_t most = kMostMeetings * reached.size();
  size_t meetings = 0;
  eachMeeting(reached, [&](size_t one, size_t other) {
    clusters.join(one, other);
    return ++meetings < most;
  });
  // In such a crowd all count as neighbours: to look at each two may take longer than the buffer.
  if (meetings == most)
    for (size_t i = 1; i < reached.size(); ++i) clusters.join(0, i);
  for (const std::vector<size_t>& neighbours : clusters.members()) {
    if (neighbours.size() == 1 ||
        (parts.type % 1000 == kMultiPolygon && betterTogether(some(parts, neighbours), style))) {
      pieces.push_back(piece(parts, neighbours, Kind::kBufferApart, style));
      continue;
    }
    for (const size_t i : neighbours)
      pieces.push_back(piece(parts, {i}, Kind::kBufferValid, style));
  }
  return pieces;
}

std::string wkbOf(absl::string_view wkb, const WkbParts& parts, const Piece& piece) {
  std::string made;
  if (piece.parts.size() > 1) {
    const auto count = static_cast<uint32_t>(piece.parts.size());
    made += '\1';
    made.append(reinterpret_cast<const char*>(&kCollection), sizeof(kCollection));
    made.append(reinterpret_cast<const char*>(&count), sizeof(count));
  }
  for (const size_t i : piece.parts)
    made.append(wkb.data() + parts.parts[i].begin, parts.parts[i].size);
  return made;
}

// The tasks of one kind.
void addTasks(absl::string_view wkb, const WkbParts& parts, const BufferStyle& style,
              const std::vector<Piece>& pieces, Kind kind, std::vector<GeometryTask>& tasks) {
  std::vector<Envelope> envelopes;
  envelopes.reserve(pieces.size());
  for (const Piece& piece : pieces) envelopes.push_back(piece.envelope);
  std::vector<size_t> order = hilbertOrder(envelopes);
  order.erase(
      std::remove_if(order.begin(), order.end(), [&](size_t i) { return pieces[i].kind != kind; }),
      order.end());
  const auto is_large = [&](size_t i) {
    return kind == Kind::kBufferValid && pieces[i].vertices * kLargeShare > parts.vertices;
  };
  std::stable_partition(order.begin(), order.end(), [&](size_t i) { return !is_large(i); });
  bool full = true;
  for (const size_t i : order) {
    const Piece& piece = pieces[i];
    if (full || is_large(i) || tasks.back().wkbs.size() >= kMostInGroup ||
        tasks.back().microseconds + piece.microseconds > kGroupMicroseconds) {
      tasks.push_back({kind, style, {}, 0});
      full = false;
    }
    tasks.back().wkbs.push_back(wkbOf(wkb, parts, piece));
    tasks.back().microseconds += piece.microseconds;
  }
}

}  // namespace

bool mayCut(const WkbParts& parts, const BufferStyle& style) {
  if (parts.parts.size() < 2 || parts.curved || style.distance == 0) return false;
  if (style.join == JoinStyle::kBevel) return false;
  if (std::any_of(parts.parts.begin(), parts.parts.end(),
                  [](const WkbPart& part) { return part.kind == PartKind::kLine; })) {
    return false;
  }
  return style.distance > 0 || parts.type % 1000 == kMultiPolygon;
}

bool cuts(const WkbParts& parts, const BufferCost& cost, const BufferStyle& style) {
  return cost.better_cut && mayCut(parts, style);
}

std::vector<GeometryTask> cutTasks(absl::string_view wkb, const WkbParts& parts,
                                   const BufferStyle& style) {
  std::vector<GeometryTask> tasks;
  const std::vector<Piece> pieces = cutPieces(parts, style);
  for (const Kind kind : {Kind::kBufferValid, Kind::kBufferApart}) {
    addTasks(wkb, parts, style, pieces, kind, tasks);
  }
  return tasks;
}

std::vector<GeometryTask> uniteTasks(std::vector<std::string> wkbs) {
  std::vector<Envelope> envelopes;
  std::vector<std::string> polygons;
  size_t bytes = 0;
  for (std::string& wkb : wkbs) {
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
