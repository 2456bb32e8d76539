// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/row_upload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

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
      taker_(service, std::move(schema), {options_.first, options_.fingerprint}),
      share_(options_.disk),
      writer_(std::move(writer)) {}

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
  FeatureBatch rows;
  absl::Status taken = taker_.takeBatch(batch, rows);
  return taken.ok() ? write(rows) : taken;
}

absl::Status RowUpload::takePiece(const v1::FeaturePiece& piece) {
  FeatureBatch rows;
  absl::Status taken = taker_.takePiece(piece, rows);
  if (!taken.ok() || rows.empty()) return taken;
  absl::Status written = write(rows);
  taker_.stored();
  return written;
}

absl::StatusOr<std::shared_ptr<const FeatureSet>> RowUpload::takeEnd(const v1::FeaturesEnd& end) {
  if (absl::Status whole = taker_.takeEnd(end); !whole.ok()) return whole;
  return writer_->finish();
}

}  // namespace geotask
