// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/row_upload.h"

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

absl::StatusOr<std::unique_ptr<RowUpload>> RowUpload::begin(JobService& service, Spool& spool,
                                                            Schema schema, Options options) {
  auto writer = spool.createFeatureSet(schema);
  if (!writer.ok()) return writer.status();
  return std::unique_ptr<RowUpload>(
      new RowUpload(service, std::move(schema), std::move(options), *std::move(writer)));
}

RowUpload::RowUpload(JobService& service, Schema schema, Options options,
                     std::unique_ptr<FeatureSetWriter> writer)
    : options_(std::move(options)),
      max_bytes_(service.limits().max_upload_bytes),
      check_(std::move(schema), service.limits().max_vertices),
      share_(options_.disk),
      writer_(std::move(writer)),
      piece_memory_(service) {}

absl::Status RowUpload::write(const FeatureBatch& rows) {
  if (absl::Status written = writer_->add(rows); !written.ok()) return written;
  const uint64_t bytes = writer_->diskBytes();
  if (bytes > max_bytes_)
    return makeError(absl::StatusCode::kResourceExhausted,
                     absl::StrCat("the upload is larger than ", max_bytes_, " bytes"),
                     {"UPLOAD_TOO_LARGE", "", absl::StrCat(bytes, " bytes"),
                      absl::StrCat("at most ", max_bytes_, " bytes of rows"),
                      "Send fewer rows, or ask the operator for more room."});
  return !options_.counted || share_.grow(bytes) ? absl::OkStatus() : options_.full;
}

absl::Status RowUpload::takeBatch(v1::FeatureBatch& batch) {
  if (joiner_.open())
    return unexpectedMessage(options_.first, "a batch", "the next piece of the row");
  FeatureBatch rows;
  rows.reserve(batch.features_size());
  for (v1::Feature& row : *batch.mutable_features()) {
    absl::Status status = takeRow(row, absl::StrCat("batch.features[", rows.size(), "]"), rows);
    if (!status.ok()) return status;
  }
  return write(rows);
}

absl::Status RowUpload::takePiece(const v1::FeaturePiece& piece) {
  if (absl::Status room = piece_memory_.reserve(piece.data().size()); !room.ok()) return room;
  const auto bytes = joiner_.add(piece);
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) return absl::OkStatus();
  v1::Feature row;
  if (!row.ParseFromString(**bytes))
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_PIECE", "piece.data", "", "the bytes of a Feature message",
                      "Serialise the Feature and cut the bytes."});
  FeatureBatch rows;
  if (absl::Status status = takeRow(row, "piece", rows); !status.ok()) return status;
  absl::Status added = write(rows);
  piece_memory_.release();
  return added;
}

absl::Status RowUpload::takeRow(v1::Feature& row, const std::string& path, FeatureBatch& rows) {
  if (absl::Status status = check_.check(row); !status.ok()) return atField(path, status);
  if (options_.fingerprint != nullptr) options_.fingerprint->add(row);
  rows.push_back(takeFeature(row));
  ++row_count_;
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const FeatureSet>> RowUpload::takeEnd(const v1::FeaturesEnd& end) {
  if (joiner_.open())
    return unexpectedMessage(options_.first, "the end", "the next piece of the row");
  if (end.feature_count() != row_count_)
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INCOMPLETE", "end.feature_count", absl::StrCat(end.feature_count()),
                      absl::StrCat(row_count_, ", as many rows as came"), "Send all rows again."});
  return writer_->finish();
}

}  // namespace geotask
