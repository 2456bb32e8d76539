// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/row_taker.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/convert_feature.h"
#include "domain/errors.h"

namespace geotask {

absl::Status unexpectedMessage(const std::string& first, const std::string& given,
                               const std::string& accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"UNEXPECTED_MESSAGE", "part", given, accepted,
                    absl::StrCat("Send one ", first, ", then batches and pieces, then one end.")});
}

RowTaker::RowTaker(JobService& service, Schema schema, Options options)
    : options_(std::move(options)),
      check_(std::move(schema), service.limits().max_vertices),
      piece_memory_(service) {}

absl::Status RowTaker::takeBatch(v1::FeatureBatch& batch, FeatureBatch& rows) {
  if (joiner_.open())
    return unexpectedMessage(options_.first, "a batch", "the next piece of the row");
  rows.reserve(rows.size() + static_cast<size_t>(batch.features_size()));
  for (int i = 0; i < batch.features_size(); ++i) {
    absl::Status status = check_.check(batch.features(i));
    if (!status.ok()) return atField(absl::StrCat("batch.features[", i, "]"), status);
    add(*batch.mutable_features(i), rows);
  }
  return absl::OkStatus();
}

absl::Status RowTaker::takePiece(const v1::FeaturePiece& piece, FeatureBatch& rows) {
  if (absl::Status room = piece_memory_.reserve(piece.data().size()); !room.ok()) return room;
  const auto bytes = joiner_.add(piece);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::OkStatus();
  v1::Feature row;
  if (!row.ParseFromString(**bytes))
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_PIECE", "piece.data", "", "the bytes of a Feature message",
                      "Serialise the Feature and cut the bytes."});
  if (absl::Status status = check_.check(row); !status.ok()) return atField("piece", status);
  add(row, rows);
  return absl::OkStatus();
}

void RowTaker::add(v1::Feature& row, FeatureBatch& rows) {
  if (options_.fingerprint != nullptr) options_.fingerprint->add(row);
  rows.push_back(takeFeature(row));
  ++row_count_;
}

void RowTaker::stored() {
  if (!joiner_.open()) piece_memory_.release();
}

absl::Status RowTaker::takeEnd(const v1::FeaturesEnd& end) const {
  if (joiner_.open())
    return unexpectedMessage(options_.first, "the end", "the next piece of the row");
  if (end.feature_count() == row_count_) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INCOMPLETE", "end.feature_count", absl::StrCat(end.feature_count()),
                    absl::StrCat(row_count_, ", as many rows as came"), "Send all rows again."});
}

}  // namespace geotask
