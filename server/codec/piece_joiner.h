// SPDX-License-Identifier: GPL-2.0-or-later
//
// Puts a row together that came in pieces.
//
//     PieceJoiner joiner;
//     joiner.add(piece_0_of_2);                 // Nothing yet.
//     auto row = joiner.add(piece_1_of_2);      // The bytes of the Feature.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "geotask/v1/feature.pb.h"

namespace geotask {

// Used by one thread at a time.
class PieceJoiner {
 public:
  // The serialised Feature with its last piece. INVALID_ARGUMENT INVALID_PIECE when the numbers are
  // wrong or the row is larger than kMaxRowBytes.
  absl::StatusOr<std::optional<std::string>> add(const v1::FeaturePiece& piece);

  // Whether pieces of a row are still to come.
  bool open() const { return next_ > 0; }

 private:
  std::string bytes_;
  uint32_t next_ = 0;
  uint32_t count_ = 0;
};

}  // namespace geotask
