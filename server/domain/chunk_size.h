// SPDX-License-Identifier: GPL-2.0-or-later
//
// How much work makes a chunk: enough to be worth handing out, little enough that a cancel, progress and the
// next result are never far off.
#pragma once

#include <algorithm>
#include <cstddef>

namespace geotask {

// Of one core, as predicted.
constexpr double kMostChunkMicroseconds = 40'000;
constexpr double kLeastChunkMicroseconds = 2'000;
constexpr size_t kMostChunkRows = 1024;

// What the next chunk should take when so much is there: at most an eighth, so that a short input is for all
// threads, and the last chunks of a long one end together.
inline double chunkMicroseconds(double there) {
  constexpr double kShares = 8;
  return std::clamp(there / kShares, kLeastChunkMicroseconds, kMostChunkMicroseconds);
}

}  // namespace geotask
