// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where the chunks of a result lie in its file. Chunks are added in any order and given out in the
// order of their numbers: a chunk is ready once it and all before it were added. 40 bytes a chunk
// that holds rows, none for an empty one. Not thread-safe: its owner's lock guards it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace geotask {

// The records of one chunk: they lie side by side from `offset` up to `end`.
struct ChunkExtent {
  uint64_t chunk = 0;
  uint64_t offset = 0;
  uint64_t end = 0;
  uint64_t features = 0;
  uint64_t first_ordinal = 0;  // Known once it is ready.
};

class ChunkIndex {
 public:
  // False when a chunk of this number was added before.
  bool add(const ChunkExtent& extent);

  // Whether every chunk that was added is ready.
  bool gapless() const { return waiting_.empty(); }
  // Rows in ready chunks.
  uint64_t readyFeatures() const { return ready_features_; }

  // The ready chunk at this place among those that are not empty.
  std::optional<ChunkExtent> at(size_t place) const;
  // The place of the chunk that holds a row; nothing when it is not ready.
  std::optional<size_t> find(uint64_t ordinal) const;

 private:
  std::vector<ChunkExtent> ready_;           // Without the empty ones.
  std::map<uint64_t, ChunkExtent> waiting_;  // For a chunk before them.
  uint64_t next_chunk_ = 0;
  uint64_t ready_features_ = 0;
};

}  // namespace geotask
