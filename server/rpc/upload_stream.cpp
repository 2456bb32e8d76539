// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/upload_stream.h"

#include <utility>

#include "domain/errors.h"
#include "rpc/convert_dataset.h"

namespace geotask {
namespace {

// Fields are named from the top of the message.
absl::Status inHeader(const absl::Status& status) {
  return errorDetail(status).field.empty() ? status : atField("header", status);
}

}  // namespace

UploadStream::UploadStream(DatasetService& datasets, JobService& jobs, Spool& spool,
                           UploadSlots& slots, std::string principal, v1::Dataset* answer)
    : UploadReactor(slots, jobs.limits(), "header"),
      datasets_(datasets),
      jobs_(jobs),
      spool_(spool),
      principal_(std::move(principal)),
      answer_(answer) {
  begin();
}

absl::Status UploadStream::take(v1::UploadDatasetRequest& message) {
  const bool begun = rows_ != nullptr;
  switch (message.part_case()) {
    case v1::UploadDatasetRequest::kHeader:
      if (begun) return unexpected("another header", "a batch, a piece or the end");
      return takeHeader(message.header());
    case v1::UploadDatasetRequest::kBatch:
      if (!begun) return unexpected("a batch", "header");
      return rows_->takeBatch(*message.mutable_batch());
    case v1::UploadDatasetRequest::kPiece:
      if (!begun) return unexpected("a piece", "header");
      return rows_->takePiece(message.piece());
    case v1::UploadDatasetRequest::kEnd:
      if (!begun) return unexpected("the end", "header");
      return takeEnd(message.end());
    case v1::UploadDatasetRequest::PART_NOT_SET:
      break;
  }
  return unexpected("an empty message", begun ? "a batch, a piece or the end" : "header");
}

absl::Status UploadStream::takeHeader(const v1::UploadDatasetHeader& header) {
  auto upload = takeUpload(header, principal_);
  if (!upload.ok()) return inHeader(upload.status());
  const auto repeats = datasets_.check(*upload);
  if (!repeats.ok()) return inHeader(repeats.status());
  if (!header.request_id().empty()) {
    v1::UploadDatasetHeader same = header;
    same.clear_request_id();
    fingerprint_.emplace();
    fingerprint_->add(same);
  }
  // A repeat is read to be compared and needs no room.
  auto rows = RowUpload::begin(jobs_, spool_, upload->schema,
                               {"header", fingerprint_ ? &*fingerprint_ : nullptr, datasets_.disk(),
                                datasets_.full(), !*repeats});
  if (!rows.ok()) return rows.status();
  upload_ = *std::move(upload);
  rows_ = *std::move(rows);
  return absl::OkStatus();
}

absl::Status UploadStream::takeEnd(const v1::FeaturesEnd& end) {
  auto features = rows_->takeEnd(end);
  if (!features.ok()) return features.status();
  if (fingerprint_) upload_->fingerprint = fingerprint_->finish();
  const auto dataset = datasets_.add(*std::move(upload_), *std::move(features), rows_->takeShare());
  if (!dataset.ok()) return inHeader(dataset.status());
  toProto(*dataset, *answer_);
  return absl::OkStatus();
}

}  // namespace geotask
