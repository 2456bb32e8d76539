// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/submit_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "rpc/convert_feature.h"
#include "rpc/convert_job.h"
#include "rpc/convert_submit.h"
#include "rpc/status.h"

namespace geotask {
namespace {

absl::Status unexpected(const char* given, const char* accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"UNEXPECTED_MESSAGE", "part", given, accepted,
                    "Send one submit, then batches and pieces, then one end."});
}

absl::Status checkFirst(const v1::SubmitJobRequest& submit) {
  const v1::Input& input = submit.spec().input();
  if (input.has_features() && input.features().features().empty()) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"UNEXPECTED_MESSAGE", "submit.spec.input",
                    input.has_features() ? "features with rows" : "another input",
                    "features with a schema and no rows", "Other inputs are for SubmitJob."});
}

}  // namespace

SubmitStream::SubmitStream(JobService& service, Spool& spool, std::string principal,
                           v1::Job* answer)
    : service_(service),
      spool_(spool),
      principal_(std::move(principal)),
      answer_(answer),
      piece_memory_(service) {
  StartRead(&message_);
}

void SubmitStream::OnReadDone(bool ok) {
  // Without `end` the client may have gone as well as be done: gRPC tells both alike.
  const absl::Status status = ok ? take(message_) : unexpected("the end of the stream", "end");
  if (!status.ok() || message_.has_end()) {
    writer_.reset();
    return Finish(toGrpc(status));
  }
  message_.Clear();
  StartRead(&message_);
}

void SubmitStream::OnDone() { delete this; }

absl::Status SubmitStream::take(v1::SubmitJobWithFeaturesRequest& message) {
  switch (message.part_case()) {
    case v1::SubmitJobWithFeaturesRequest::kSubmit:
      return takeFirst(*message.mutable_submit());
    case v1::SubmitJobWithFeaturesRequest::kBatch:
      if (!request_) return unexpected("a batch", "submit");
      return takeBatch(*message.mutable_batch());
    case v1::SubmitJobWithFeaturesRequest::kPiece:
      if (!request_) return unexpected("a piece", "submit");
      return takePiece(message.piece());
    case v1::SubmitJobWithFeaturesRequest::kEnd:
      if (!request_) return unexpected("the end", "submit");
      return takeEnd(message.end());
    case v1::SubmitJobWithFeaturesRequest::PART_NOT_SET:
      break;
  }
  return unexpected("an empty message", request_ ? "a batch, a piece or the end" : "submit");
}

absl::Status SubmitStream::takeFirst(v1::SubmitJobRequest& submit) {
  if (request_) return unexpected("another submit", "a batch or a piece");
  if (absl::Status status = checkFirst(submit); !status.ok()) return status;
  if (!submit.request_id().empty()) {
    fingerprint_.emplace();
    v1::SubmitJobRequest same = submit;
    same.clear_request_id();
    fingerprint_->add(same);
  }
  auto request = takeSubmit(submit, principal_);
  if (!request.ok()) return request.status();
  // Whether it repeats an earlier request is known only after the last row: no fingerprint yet.
  request->fingerprint.clear();
  if (absl::Status status = service_.check(*request); !status.ok()) return status;
  request_ = *std::move(request);
  request_->features = nullptr;
  rows_ = std::make_unique<RowCheck>(request_->spec.input_schema);
  auto writer = spool_.createFeatureSet(request_->spec.input_schema);
  if (!writer.ok()) return writer.status();
  writer_ = *std::move(writer);
  return absl::OkStatus();
}

absl::Status SubmitStream::takeBatch(v1::FeatureBatch& batch) {
  if (joiner_.open()) return unexpected("a batch", "the next piece of the row");
  FeatureBatch rows;
  rows.reserve(batch.features_size());
  for (v1::Feature& row : *batch.mutable_features()) {
    absl::Status status = takeRow(row, absl::StrCat("batch.features[", rows.size(), "]"), rows);
    if (!status.ok()) return status;
  }
  return writer_->add(rows);
}

absl::Status SubmitStream::takePiece(const v1::FeaturePiece& piece) {
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
  absl::Status added = writer_->add(rows);
  piece_memory_.release();
  return added;
}

absl::Status SubmitStream::takeRow(v1::Feature& row, const std::string& path, FeatureBatch& rows) {
  if (absl::Status status = rows_->check(row); !status.ok()) return atField(path, status);
  if (fingerprint_) fingerprint_->add(row);
  rows.push_back(takeFeature(row));
  ++row_count_;
  return absl::OkStatus();
}

absl::Status SubmitStream::takeEnd(const v1::FeaturesEnd& end) {
  if (joiner_.open()) return unexpected("the end", "the next piece of the row");
  if (end.feature_count() != row_count_)
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INCOMPLETE", "end.feature_count", absl::StrCat(end.feature_count()),
                      absl::StrCat(row_count_, ", as many rows as came"), "Send all rows again."});
  auto features = writer_->finish();
  writer_.reset();
  if (!features.ok()) return features.status();
  request_->features = *std::move(features);
  if (fingerprint_) request_->fingerprint = fingerprint_->finish();
  const auto job = service_.submit(*std::move(request_));
  if (!job.ok()) return job.status();
  toProto(*job, *answer_);
  return absl::OkStatus();
}

}  // namespace geotask
