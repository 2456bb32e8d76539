// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/piece_joiner.h"

namespace geotask::client {
namespace {

Error invalidPiece(const std::string& what) {
  return localError(grpc::StatusCode::DATA_LOSS, "INVALID_PIECE",
                    "The server sent pieces of a row that do not fit together: " + what + ".");
}

}  // namespace

Result<bool> PieceJoiner::add(const v1::FeaturePiece& piece) {
  if (piece.index() != next_ || piece.count() < 2 || (next_ != 0 && piece.count() != count_)) {
    const std::string got = std::to_string(piece.index()) + " of " + std::to_string(piece.count());
    const std::string wanted = std::to_string(next_);
    clear();
    return invalidPiece("piece " + got + " came where piece " + wanted + " was due");
  }
  count_ = piece.count();
  bytes_ += piece.data();
  if (++next_ < count_) return false;
  const bool parsed = row_.ParseFromString(bytes_);
  clear();
  if (!parsed) return invalidPiece("their bytes are no feature");
  return true;
}

void PieceJoiner::clear() {
  next_ = 0;
  count_ = 0;
  bytes_.clear();
  bytes_.shrink_to_fit();
}

}  // namespace geotask::client
