// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/point_buffer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include "geos/wkb_bytes.h"

namespace geotask {

namespace {

// That of a polygon of one ring, and how many vertices it has.
constexpr size_t kRingHead = kWkbHeadBytes + sizeof(uint32_t);
// So many points of a style are left to GEOS before two more are asked of it for the ring.
constexpr uint64_t kSeenBefore = 2;
// Rounding moves a vertex by so little of what it stands out from the line through its neighbours.
constexpr double kLeastShare = 1.0 / 1024;

double ordinateAt(absl::string_view wkb, size_t at) {
  double ordinate = 0;
  std::memcpy(&ordinate, wkb.data() + at, sizeof(ordinate));
  return ordinate;
}

std::string pointWkb(double x, double y) {
  std::string wkb(1, '\1');
  appendNumber(wkb, kWkbPoint);
  wkb.append(reinterpret_cast<const char*>(&x), sizeof(x));
  wkb.append(reinterpret_cast<const char*>(&y), sizeof(y));
  return wkb;
}

bool isOneRing(absl::string_view wkb) {
  return wkb.size() > kRingHead && numberAt(wkb, 1) == kWkbPolygon &&
         numberAt(wkb, kWkbTypeBytes) == 1;
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

std::pair<double, double> mostSlanting(const std::vector<double>& ring) {
  size_t most = 0;
  const auto least = [&](size_t i) { return std::min(std::abs(ring[i]), std::abs(ring[i + 1])); };
  for (size_t i = 2; i < ring.size(); i += 2)
    if (least(i) > least(most)) most = i;
  return {ring[most], ring[most + 1]};
}

bool same(const BufferStyle& one, const BufferStyle& other) {
  return one.distance == other.distance && one.segments == other.segments && one.cap == other.cap &&
         one.join == other.join && one.mitre_limit == other.mitre_limit && one.side == other.side;
}

}  // namespace

bool isPoint(absl::string_view wkb) { return wkb.size() == kWkbTypeBytes + kWkbVertexBytes; }

GeometryAnswer PointBuffers::buffer(absl::string_view wkb, const BufferStyle& style,
                                    ByGeos by_geos) {
  if (!same(style, style_)) {
    *this = PointBuffers();
    style_ = style;
  }
  if (++seen_ <= kSeenBefore) return by_geos(wkb);
  if (seen_ == kSeenBefore + 1) learn(by_geos);
  const double x = ordinateAt(wkb, kWkbTypeBytes);
  const double y = ordinateAt(wkb, kWkbTypeBytes + sizeof(double));
  if (!keepsShape(x, y)) return by_geos(wkb);
  return {GeometryAnswer::State::kDone, movedTo(x, y), {}};
}

void PointBuffers::learn(ByGeos by_geos) {
  const std::string wkb = by_geos(pointWkb(0, 0)).wkb;
  if (!isOneRing(wkb)) return;
  head_ = wkb.substr(0, kRingHead);
  ring_.resize((wkb.size() - kRingHead) / sizeof(double));
  std::memcpy(ring_.data(), wkb.data() + kRingHead, ring_.size() * sizeof(double));
  // An ordinate is rounded by half of the last place of its sum, which is at most this share of it.
  const double share = std::numeric_limits<double>::epsilon() / 2;
  farthest_ = leastHeight(ring_) * kLeastShare / share - std::abs(style_.distance);
  // Where GEOS rounds once what is rounded twice here (fused multiply and add), it shows about a point
  // that brings a slanting vertex to nothing.
  const auto [x, y] = mostSlanting(ring_);
  if (by_geos(pointWkb(-x, -y)).wkb != movedTo(-x, -y)) farthest_ = 0;
}

bool PointBuffers::keepsShape(double x, double y) const {
  // Zero has a sign, which a sum may lose.
  return x != 0 && y != 0 && std::max(std::abs(x), std::abs(y)) <= farthest_;
}

std::string PointBuffers::movedTo(double x, double y) const {
  std::string wkb(kRingHead + ring_.size() * sizeof(double), '\0');
  std::memcpy(&wkb[0], head_.data(), kRingHead);
  char* out = &wkb[kRingHead];
  for (size_t i = 0; i < ring_.size(); i += 2, out += kWkbVertexBytes) {
    const double vertex[] = {x + ring_[i], y + ring_[i + 1]};
    std::memcpy(out, vertex, kWkbVertexBytes);
  }
  return wkb;
}

}  // namespace geotask
