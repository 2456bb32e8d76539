// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/hilbert.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace geotask {

namespace {

constexpr uint32_t kSide = 1 << 16;  // Cells of the curve along one axis.

// How far along the curve a cell lies.
uint64_t distanceAlong(uint32_t x, uint32_t y) {
  uint64_t distance = 0;
  for (uint32_t side = kSide / 2; side > 0; side /= 2) {
    const bool right = (x & side) != 0;
    const bool upper = (y & side) != 0;
    distance += uint64_t{side} * side * ((right ? 3 : 0) ^ (upper ? 1 : 0));
    if (!upper) {
      if (right) {
        x = kSide - 1 - x;
        y = kSide - 1 - y;
      }
      std::swap(x, y);
    }
  }
  return distance;
}

uint32_t cell(double value, double from, double to) {
  if (!(to > from)) return 0;
  const double share = (value - from) / (to - from);
  return static_cast<uint32_t>(std::clamp(share * kSide, 0.0, kSide - 1.0));
}

}  // namespace

std::vector<size_t> hilbertOrder(const std::vector<Envelope>& envelopes) {
  Envelope all;
  for (const Envelope& envelope : envelopes) all.add(envelope);
  std::vector<uint64_t> places;
  places.reserve(envelopes.size());
  for (const Envelope& envelope : envelopes) {
    places.push_back(
        distanceAlong(cell(envelope.xmin / 2 + envelope.xmax / 2, all.xmin, all.xmax),
                      cell(envelope.ymin / 2 + envelope.ymax / 2, all.ymin, all.ymax)));
  }
  std::vector<size_t> order(envelopes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return places[a] < places[b]; });
  return order;
}

}  // namespace geotask
