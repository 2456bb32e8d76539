// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/upload_stream.h"

#include <utility>

#include "domain/errors.h"
#include "rpc/convert_dataset.h"
#include "rpc/status.h"

namespace geotask {
namespace {

absl::Status unexpected(const char* given, const char* accepted) {
  return unexpectedMessage("header", given, accepted);
}

}  // namespace

UploadStream::UploadStream(DatasetService& datasets, JobService& jobs, Spool& spool,
                           std::string principal, v1::Dataset* answer)
    : datasets_(datasets),
      jobs_(jobs),
      spool_(spool),
      principal_(std::move(principal)),
      answer_(answer),
      room_(datasets) {
  StartRead(&message_);
}

void UploadStream::OnReadDone(bool ok) {
  // Without `end` the client may have gone as well as be done: gRPC tells both alike.
  const absl::Status status = ok ? take(message_) : unexpected("the end of the stream", "end");
  if (!status.ok() || message_.has_end()) {
    rows_.reset();
    return Finish(toGrpc(status));
  }
  message_.Clear();
  StartRead(&message_);
}

void UploadStream::OnDone() { delete this; }

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
  if (!upload.ok()) return atField("header", upload.status());
  if (absl::Status status = datasets_.check(*upload); !status.ok())
    return atField("header", status);
  if (!header.request_id().empty()) {
    v1::UploadDatasetHeader same = header;
    same.clear_request_id();
    fingerprint_.emplace();
    fingerprint_->add(same);
  }
  auto rows = RowUpload::begin(jobs_, spool_, upload->schema, "header",
                               fingerprint_ ? &*fingerprint_ : nullptr,
                               [this](uint64_t bytes) { return room_.reserve(bytes); });
  if (!rows.ok()) return rows.status();
  upload_ = *std::move(upload);
  rows_ = *std::move(rows);
  return absl::OkStatus();
}

absl::Status UploadStream::takeEnd(const v1::FeaturesEnd& end) {
  auto features = rows_->takeEnd(end);
  if (!features.ok()) return features.status();
  if (fingerprint_) upload_->fingerprint = fingerprint_->finish();
  const auto dataset = datasets_.add(*std::move(upload_), *std::move(features), room_);
  if (!dataset.ok()) return atField("header", dataset.status());
  toProto(*dataset, *answer_);
  return absl::OkStatus();
}

}  // namespace geotask
