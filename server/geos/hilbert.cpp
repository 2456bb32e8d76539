// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/hilbert.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "domain/stop.h"

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

// The column (or row) of each: where its middle comes among all, so that one that is far off does not
// put all others into one cell.
template <typename Middle>
std::vector<uint32_t> cells(size_t count, const Middle& middle) {
  std::vector<std::pair<double, size_t>> sorted;
  sorted.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    checkStop();
    const double at = middle(i);
    sorted.emplace_back(std::isnan(at) ? 0 : at, i);  // Of nothing, or of infinite width.
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    checkStop();
    return a < b;
  });
  std::vector<uint32_t> cells(count);
  size_t rank = 0;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0 && sorted[i].first != sorted[i - 1].first) rank = i;
    cells[sorted[i].second] = static_cast<uint32_t>(rank * kSide / count);
  }
  return cells;
}

}  // namespace

std::vector<size_t> hilbertOrder(const std::vector<Envelope>& envelopes) {
  const std::vector<uint32_t> columns = cells(
      envelopes.size(), [&](size_t i) { return envelopes[i].xmin / 2 + envelopes[i].xmax / 2; });
  const std::vector<uint32_t> rows = cells(
      envelopes.size(), [&](size_t i) { return envelopes[i].ymin / 2 + envelopes[i].ymax / 2; });
  std::vector<uint64_t> places;
  places.reserve(envelopes.size());
  for (size_t i = 0; i < envelopes.size(); ++i) {
    checkStop();
    places.push_back(distanceAlong(columns[i], rows[i]));
  }
  std::vector<size_t> order(envelopes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    checkStop();
    return places[a] < places[b];
  });
  return order;
}

}  // namespace geotask
