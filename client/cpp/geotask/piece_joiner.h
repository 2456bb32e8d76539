// SPDX-License-Identifier: GPL-2.0-or-later
//
// Joins the pieces of rows that were too large for one message.
//
//     Result<bool> whole = joiner.add(piece);
//     if (whole.ok() && *whole) use(joiner.take());
//
// Not thread-safe. Holds one row at a time.
#pragma once

#include <cstdint>
#include <string>

#include "geotask/result.h"
#include "geotask/v1/feature.pb.h"

namespace geotask::client {

class PieceJoiner {
 public:
  // True when this was the last piece of its row. DATA_LOSS (INVALID_PIECE) when it does not follow
  // the piece before, or when the joined bytes are no Feature.
  Result<bool> add(const v1::FeaturePiece& piece);

  // The row that the last add() completed.
  v1::Feature take() { return std::move(row_); }

  // Whether a row has begun and is not complete.
  bool midway() const { return next_ != 0; }

  // Forgets a row that has begun: its stream broke off.
  void clear();

 private:
  uint32_t next_ = 0;   // The index that must come next.
  uint32_t count_ = 0;  // The pieces of the row that has begun.
  std::string bytes_;
  v1::Feature row_;
};

}  // namespace geotask::client
