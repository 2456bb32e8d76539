// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/buffer_plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "geos/hilbert.h"

namespace geotask {

namespace {

constexpr uint32_t kMultiPolygon = 6;  // ISO, without Z and M.
constexpr double kGroupMicroseconds = 20'000;
constexpr size_t kMostInGroup = 64;
constexpr size_t kTileBytes = size_t{256} << 10;
constexpr uint64_t kLargeShare =
    16;  // A part with more than one of so many of the vertices is large.

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
  std::vector<Envelope> envelopes;
  envelopes.reserve(parts.parts.size());
  for (const WkbPart& part : parts.parts) envelopes.push_back(part.envelope);
  std::vector<size_t> order = hilbertOrder(envelopes);
  const auto is_large = [&](size_t i) {
    return parts.parts[i].vertices * kLargeShare > parts.vertices;
  };
  std::stable_partition(order.begin(), order.end(), [&](size_t i) { return !is_large(i); });

  GeometryTask empty;
  empty.kind =
      style.distance < 0 ? GeometryTask::Kind::kBufferApart : GeometryTask::Kind::kBufferValid;
  empty.style = style;
  std::vector<GeometryTask> tasks;
  for (const size_t i : order) {
    const WkbPart& part = parts.parts[i];
    const double cost = predictedPart(part, style) + predictedCheck(part.vertices);
    if (tasks.empty() || tasks.back().microseconds + cost > kGroupMicroseconds ||
        tasks.back().wkbs.size() >= kMostInGroup || is_large(i)) {
      tasks.push_back(empty);
    }
    tasks.back().wkbs.emplace_back(wkb.substr(part.begin, part.size));
    tasks.back().microseconds += cost;
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
