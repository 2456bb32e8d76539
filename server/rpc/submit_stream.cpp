// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/submit_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "rpc/convert_job.h"
#include "rpc/convert_submit.h"

namespace geotask {
namespace {

// Fields are named from the top of the message.
absl::Status inSubmit(const absl::Status& status) {
  return errorDetail(status).field.empty() ? status : atField("submit", status);
}

absl::Status diskFull(const DiskBudget& disk) {
  return makeError(absl::StatusCode::kResourceExhausted, "the disk for uploaded rows is full",
                   {"SPOOL_FULL", "", "",
                    absl::StrCat("at most ", disk.max(), " bytes, of all uploaded rows together"),
                    "Retry after retry_delay, when jobs have ended.", absl::Seconds(30)});
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

SubmitStream::SubmitStream(JobService& service, std::shared_ptr<DiskBudget> disk, Spool& spool,
                           UploadSlots& slots, std::string principal, v1::Job* answer)
    : UploadReactor(slots, service.limits(), "submit"),
      service_(service),
      disk_(std::move(disk)),
      spool_(spool),
      principal_(std::move(principal)),
      answer_(answer) {
  begin();
}

absl::Status SubmitStream::take(v1::SubmitJobWithFeaturesRequest& message) {
  switch (message.part_case()) {
    case v1::SubmitJobWithFeaturesRequest::kSubmit:
      return takeFirst(*message.mutable_submit());
    case v1::SubmitJobWithFeaturesRequest::kBatch:
      if (!rows_) return unexpected("a batch", "submit");
      return rows_->takeBatch(*message.mutable_batch());
    case v1::SubmitJobWithFeaturesRequest::kPiece:
      if (!rows_) return unexpected("a piece", "submit");
      return rows_->takePiece(message.piece());
    case v1::SubmitJobWithFeaturesRequest::kEnd:
      if (!rows_) return unexpected("the end", "submit");
      return takeEnd(message.end());
    case v1::SubmitJobWithFeaturesRequest::PART_NOT_SET:
      break;
  }
  return unexpected("an empty message", rows_ ? "a batch, a piece or the end" : "submit");
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
  auto request = takeSubmit(submit, principal_, service_.limits());
  if (!request.ok()) return inSubmit(request.status());
  // Whether it repeats an earlier request is known only after the last row: no fingerprint yet.
  request->fingerprint.clear();
  if (absl::Status status = service_.check(*request); !status.ok()) return inSubmit(status);
  request_ = *std::move(request);
  request_->inputs.features = nullptr;
  auto rows = RowUpload::begin(
      service_, spool_, request_->spec.input_schema,
      {"submit", fingerprint_ ? &*fingerprint_ : nullptr, disk_, diskFull(*disk_)});
  if (!rows.ok()) return rows.status();
  rows_ = *std::move(rows);
  return absl::OkStatus();
}

absl::Status SubmitStream::takeEnd(const v1::FeaturesEnd& end) {
  auto features = rows_->takeEnd(end);
  if (!features.ok()) return features.status();
  request_->inputs.features = makeCountedSet(*std::move(features), rows_->takeShare());
  if (fingerprint_) request_->fingerprint = fingerprint_->finish();
  const auto job = service_.submit(*std::move(request_));
  if (!job.ok()) return inSubmit(job.status());
  toProto(*job, *answer_);
  return absl::OkStatus();
}

}  // namespace geotask
