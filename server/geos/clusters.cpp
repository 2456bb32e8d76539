// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/clusters.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "domain/stop.h"
#include "geos/hilbert.h"

namespace geotask {

namespace {

constexpr size_t kFew = 32;
constexpr size_t kFanOut = 16;
constexpr size_t kMostLooks = 1000;  // For each envelope.

// A packed R-tree: the envelopes along a Hilbert curve, then those of each sixteen of them, and so on.
class Tree {
 public:
  explicit Tree(const std::vector<Envelope>& envelopes) : order_(hilbertOrder(envelopes)) {
    std::vector<Envelope> level;
    level.reserve(order_.size());
    for (const size_t i : order_) level.push_back(envelopes[i]);
    while (level.size() > 1) {
      std::vector<Envelope> above((level.size() + kFanOut - 1) / kFanOut);
      for (size_t i = 0; i < level.size(); ++i) above[i / kFanOut].add(level[i]);
      levels_.push_back(std::exchange(level, std::move(above)));
    }
    levels_.push_back(std::move(level));
  }

  bool eachMeeting(absl::FunctionRef<bool(size_t, size_t)> met) {
    looks_left_ = kMostLooks * order_.size();
    for (size_t at = 0; at < order_.size(); ++at)
      if (!visit(levels_.size() - 1, 0, at, met)) return false;
    return true;
  }

 private:
  // What is below a node and before `at`; false when it is enough.
  bool visit(size_t level, size_t node, size_t at, absl::FunctionRef<bool(size_t, size_t)> met) {
    checkStop();
    if (looks_left_-- == 0) return false;
    if (!levels_[level][node].meets(levels_[0][at])) return true;
    if (level == 0) return node >= at || met(order_[at], order_[node]);
    size_t width = 1;  // Of a child, in envelopes.
    for (size_t i = 1; i < level; ++i) width *= kFanOut;
    const size_t end = std::min((node + 1) * kFanOut, levels_[level - 1].size());
    for (size_t child = node * kFanOut; child < end && child * width < at; ++child)
      if (!visit(level - 1, child, at, met)) return false;
    return true;
  }

  const std::vector<size_t> order_;
  std::vector<std::vector<Envelope>> levels_;
  size_t looks_left_ = 0;
};

}  // namespace

bool eachMeeting(const std::vector<Envelope>& envelopes,
                 absl::FunctionRef<bool(size_t one, size_t other)> met) {
  if (envelopes.size() > kFew) return Tree(envelopes).eachMeeting(met);
  for (size_t one = 0; one < envelopes.size(); ++one) {
    for (size_t other = 0; other < one; ++other)
      if (envelopes[one].meets(envelopes[other]) && !met(one, other)) return false;
  }
  return true;
}

Clusters::Clusters(size_t count) : parent_(count) {
  std::iota(parent_.begin(), parent_.end(), size_t{0});
}

size_t Clusters::of(size_t i) {
  while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
  return i;
}

void Clusters::join(size_t one, size_t other) {
  one = of(one);
  other = of(other);
  parent_[std::max(one, other)] = std::min(one, other);
}

void Clusters::joinAll() { std::fill(parent_.begin(), parent_.end(), size_t{0}); }

std::vector<std::vector<size_t>> Clusters::members() {
  std::vector<std::vector<size_t>> sets;
  std::vector<size_t> set_of(parent_.size());
  for (size_t i = 0; i < parent_.size(); ++i) {
    checkStop();
    const size_t first = of(i);
    if (first == i) {
      set_of[i] = sets.size();
      sets.emplace_back();
    }
    sets[set_of[first]].push_back(i);
  }
  return sets;
}

}  // namespace geotask
