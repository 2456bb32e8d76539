// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/chunk_index.h"

#include <algorithm>

namespace geotask {

bool ChunkIndex::add(const ChunkExtent& extent) {
  if (extent.chunk < next_chunk_ || !waiting_.emplace(extent.chunk, extent).second) return false;
  while (!waiting_.empty() && waiting_.begin()->first == next_chunk_) {
    ChunkExtent& next = waiting_.begin()->second;
    next.first_ordinal = ready_features_;
    ready_features_ += next.features;
    if (next.offset != next.end) ready_.push_back(next);
    waiting_.erase(waiting_.begin());
    ++next_chunk_;
  }
  return true;
}

std::optional<ChunkExtent> ChunkIndex::at(size_t place) const {
  if (place >= ready_.size()) return std::nullopt;
  return ready_[place];
}

std::optional<size_t> ChunkIndex::find(uint64_t ordinal) const {
  if (ordinal >= ready_features_) return std::nullopt;
  const auto after = std::upper_bound(
      ready_.begin(), ready_.end(), ordinal,
      [](uint64_t value, const ChunkExtent& extent) { return value < extent.first_ordinal; });
  return static_cast<size_t>(after - ready_.begin()) - 1;
}

}  // namespace geotask
