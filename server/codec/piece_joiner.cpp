// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/piece_joiner.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/message_limits.h"
#include "domain/errors.h"

namespace geotask {
namespace {

absl::Status invalid(const char* field, std::string given, std::string accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_PIECE", field, std::move(given), std::move(accepted),
                    "Send the pieces of a row in order and nothing between them."});
}

}  // namespace

absl::StatusOr<std::optional<std::string>> PieceJoiner::add(const v1::FeaturePiece& piece) {
  if (piece.index() != next_)
    return invalid("piece.index", absl::StrCat(piece.index()), absl::StrCat(next_));
  if (piece.count() < 2) return invalid("piece.count", absl::StrCat(piece.count()), "at least 2");
  if (next_ > 0 && piece.count() != count_)
    return invalid("piece.count", absl::StrCat(piece.count()),
                   absl::StrCat(count_, ", as in the first piece"));
  if (piece.data().empty()) return invalid("piece.data", "0 bytes", "at least 1 byte");
  if (bytes_.size() + piece.data().size() > kMaxRowBytes)
    return invalid("piece.data", absl::StrCat("a row of more than ", kMaxRowBytes, " bytes"),
                   absl::StrCat("rows of at most ", kMaxRowBytes, " bytes"));
  bytes_ += piece.data();
  count_ = piece.count();
  if (++next_ < count_) return std::nullopt;
  next_ = 0;
  return std::exchange(bytes_, std::string());
}

}  // namespace geotask
