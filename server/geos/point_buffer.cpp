// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/point_buffer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace geotask {

namespace {

constexpr uint32_t kPoint = 1, kPolygon = 3;
constexpr size_t kPointHead = 1 + sizeof(uint32_t);
// Byte order, type, one ring, and how many vertices it has.
constexpr size_t kPolygonHead = 1 + 3 * sizeof(uint32_t);
constexpr size_t kVertex = 2 * sizeof(double);
// Rounding moves a vertex by so little of what it stands out from the line through its neighbours.
constexpr double kLeastShare = 1.0 / 1024;

uint32_t numberAt(absl::string_view wkb, size_t at) {
  uint32_t number = 0;
  std::memcpy(&number, wkb.data() + at, sizeof(number));
  return number;
}

double ordinateAt(absl::string_view wkb, size_t at) {
  double ordinate = 0;
  std::memcpy(&ordinate, wkb.data() + at, sizeof(ordinate));
  return ordinate;
}

std::string pointWkb(double x, double y) {
  std::string wkb(1, '\1');
  wkb.append(reinterpret_cast<const char*>(&kPoint), sizeof(kPoint));
  wkb.append(reinterpret_cast<const char*>(&x), sizeof(x));
  wkb.append(reinterpret_cast<const char*>(&y), sizeof(y));
  return wkb;
}

bool isOneRing(absl::string_view wkb) {
  return wkb.size() > kPolygonHead && numberAt(wkb, 1) == kPolygon &&
         numberAt(wkb, 1 + sizeof(uint32_t)) == 1;
}

// The least distance of a vertex from the line through its neighbours. `ring` is closed.
double leastHeight(const std::vector<double>& ring) {
  const size_t count = ring.size() / 2 - 1;
  double least = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < count; ++i) {
    const double* const before = &ring[2 * ((i + count - 1) % count)];
    const double* const at = &ring[2 * i];
    const double* const after = &ring[2 * (i + 1)];
    const double dx = after[0] - before[0];
    const double dy = after[1] - before[1];
    const double cross = dx * (at[1] - before[1]) - dy * (at[0] - before[0]);
    least = std::min(least, std::abs(cross) / std::hypot(dx, dy));
  }
  return least;
}

bool same(const BufferStyle& one, const BufferStyle& other) {
  return one.distance == other.distance && one.segments == other.segments && one.cap == other.cap &&
         one.join == other.join && one.mitre_limit == other.mitre_limit;
}

}  // namespace

bool isPoint(absl::string_view wkb) { return wkb.size() == kPointHead + kVertex; }

GeometryAnswer PointBuffers::buffer(absl::string_view wkb, const BufferStyle& style,
                                    ByGeos by_geos) {
  if (!same(style, style_)) {
    *this = PointBuffers();
    style_ = style;
    return by_geos(wkb);
  }
  if (state_ == State::kSeen) learn(by_geos);
  const double x = ordinateAt(wkb, kPointHead);
  const double y = ordinateAt(wkb, kPointHead + sizeof(double));
  if (state_ == State::kByGeos || !keepsShape(x, y)) return by_geos(wkb);
  std::string moved = movedTo(x, y);
  if (state_ == State::kLearned) {
    // A GEOS that rounds once where this rounds twice (fused multiply and add) differs at any point.
    GeometryAnswer answer = by_geos(wkb);
    state_ = answer.wkb == moved ? State::kMoves : State::kByGeos;
    return answer;
  }
  return {GeometryAnswer::State::kDone, std::move(moved), {}};
}

void PointBuffers::learn(ByGeos by_geos) {
  state_ = State::kByGeos;
  const std::string wkb = by_geos(pointWkb(0, 0)).wkb;
  if (!isOneRing(wkb)) return;
  head_ = wkb.substr(0, kPolygonHead);
  ring_.resize((wkb.size() - kPolygonHead) / sizeof(double));
  std::memcpy(ring_.data(), wkb.data() + kPolygonHead, ring_.size() * sizeof(double));
  // An ordinate is rounded by half of the last place of its sum, which is at most this share of it.
  const double share = std::numeric_limits<double>::epsilon() / 2;
  farthest_ = leastHeight(ring_) * kLeastShare / share - std::abs(style_.distance);
  state_ = State::kLearned;
}

bool PointBuffers::keepsShape(double x, double y) const {
  // Zero has a sign, which a sum may lose.
  return x != 0 && y != 0 && std::max(std::abs(x), std::abs(y)) <= farthest_;
}

std::string PointBuffers::movedTo(double x, double y) const {
  std::string wkb(kPolygonHead + ring_.size() * sizeof(double), '\0');
  std::memcpy(&wkb[0], head_.data(), kPolygonHead);
  char* out = &wkb[kPolygonHead];
  for (size_t i = 0; i < ring_.size(); i += 2, out += kVertex) {
    const double vertex[] = {x + ring_[i], y + ring_[i + 1]};
    std::memcpy(out, vertex, kVertex);
  }
  return wkb;
}

}  // namespace geotask
