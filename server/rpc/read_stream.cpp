// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/read_stream.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/convert_feature.h"
#include "domain/errors.h"
#include "domain/output_choice.h"
#include "rpc/convert_time.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

absl::Status parse(const grpc::ByteBuffer& bytes, v1::ReadFeaturesRequest& request) {
  grpc::Slice slice;
  if (bytes.DumpToSingleSlice(&slice).ok() &&
      request.ParseFromArray(slice.begin(), static_cast<int>(slice.size())))
    return absl::OkStatus();
  return makeError(
      absl::StatusCode::kInvalidArgument, "the bytes are not a ReadFeaturesRequest",
      {"INVALID_MESSAGE", "", "", "a ReadFeaturesRequest", "Use the generated code of the API."});
}

// Leaves the rows before `ordinal` out of a batch; a piece stays as it is.
absl::Status trim(SpoolRecord& record, uint64_t ordinal) {
  if (record.first_ordinal >= ordinal) return absl::OkStatus();
  v1::ReadFeaturesResponse message;
  if (!message.ParseFromString(record.bytes))
    return makeError(absl::StatusCode::kInternal,
                     {"SPOOL_CORRUPT", "", "", "", "Look at the disk of the server."});
  if (!message.has_batch()) return absl::OkStatus();
  const auto excess = static_cast<int>(ordinal - record.first_ordinal);
  message.mutable_batch()->mutable_features()->DeleteSubrange(
      0, std::min(excess, message.batch().features_size()));
  record.bytes = message.SerializeAsString();
  record.first_ordinal = ordinal;
  return absl::OkStatus();
}

absl::Status endedWithoutResult(const JobSnapshot& job, absl::StatusCode code) {
  const bool failed = job.state == JobState::kFailed;
  return makeError(code,
                   absl::StrCat(jobName(job.id), failed ? " has failed" : " was cancelled",
                                job.error ? ": " + job.error->message : "", "; it has no result"),
                   {failed ? "JOB_FAILED" : "JOB_CANCELLED", "name", jobName(job.id), "",
                    "Discard what was read; the error of the job says what to do."});
}

absl::Status aborted(const char* reason, const std::string& id, const char* what) {
  return makeError(absl::StatusCode::kAborted, absl::StrCat(jobName(id), " ", what),
                   {reason, "name", jobName(id), "", "Discard what was read."});
}

}  // namespace

ReadStream::ReadStream(JobService& service, std::string principal, const grpc::ByteBuffer& request)
    : service_(service),
      principal_(std::move(principal)),
      wake_up_(WakeUp::create([this] { advance(); })),
      request_bytes_(request) {
  wake_up_->here();
}

void ReadStream::OnWriteDone(bool ok) {
  if (!ok) left_ = true;
  writing_ = false;
  wake_up_->here();
}

void ReadStream::OnCancel() {
  left_ = true;
  wake_up_->here();
}

void ReadStream::OnDone() {
  wake_up_->end();
  delete this;
}

void ReadStream::advance() {
  if (finished_ || writing_) return;
  if (left_) return finish(absl::CancelledError("the client has gone"));
  if (const absl::Status status = step(); !status.ok()) finish(status);
}

absl::Status ReadStream::step() {
  if (watch_ == nullptr)
    if (absl::Status status = begin(); !status.ok()) return status;
  if (absl::Status status = look(); !status.ok()) return status;
  return reader_ == nullptr ? open() : sendNext();
}

absl::Status ReadStream::begin() {
  if (absl::Status status = parse(request_bytes_, request_); !status.ok()) return status;
  auto id = parseJobName(request_.name());
  if (!id.ok()) return id.status();
  id_ = *std::move(id);
  attempt_ = request_.attempt();
  auto watch = service_.watch(principal_, id_, {}, [wake_up = wake_up_] { wake_up->now(); });
  if (!watch.ok()) return watch.status();
  watch_ = *std::move(watch);
  return absl::OkStatus();
}

absl::Status ReadStream::look() {
  // What comes after these pulls wakes this stream up again.
  while (watch_->pull(32).more) continue;
  auto result = service_.result(principal_, id_);
  if (!result.ok())
    return looked_ ? aborted("JOB_DELETED", id_, "was deleted meanwhile") : result.status();
  if (absl::Status status = checkJob(result->job); !status.ok()) return status;
  looked_ = true;
  seen_ = *std::move(result);
  if (!isTerminal(*seen_.job.state)) followed_ = true;
  return absl::OkStatus();
}

absl::Status ReadStream::checkJob(const JobSnapshot& job) const {
  if (job.spec->volatile_call) return resultNotKept(job);
  if (attempt_ != 0 && attempt_ != job.attempt)
    return aborted("NEW_ATTEMPT", id_, "has begun anew; read from its first row");
  if (job.state == JobState::kFailed || job.state == JobState::kCancelled)
    return endedWithoutResult(
        job, followed_ ? absl::StatusCode::kAborted : absl::StatusCode::kFailedPrecondition);
  return absl::OkStatus();
}

absl::Status ReadStream::open() {
  const bool complete = seen_.job.state == JobState::kSucceeded;
  const auto chosen = chooseOutput(seen_.outputs, request_.output(), hasRows);
  // What a job that is at work will make is not known yet.
  if (!chosen.ok()) return complete ? chosen.status() : absl::OkStatus();
  const StoredOutput& output = **chosen;
  auto reader = output.rows->read(request_.start_ordinal());
  if (!reader.ok()) return reader.status();
  reader_ = *std::move(reader);
  attempt_ = seen_.job.attempt;
  v1::ReadFeaturesResponse message;
  message.set_attempt(attempt_);
  message.set_first_ordinal(request_.start_ordinal());
  v1::ReadFeaturesHeader& header = *message.mutable_header();
  toProto(*output.output.schema, *header.mutable_schema());
  if (complete) {
    header.set_feature_count(output.rows->featureCount());
    *header.mutable_end_time() = timestampProto(seen_.job.end_time);
  }
  send(message, "");
  return absl::OkStatus();
}

absl::Status ReadStream::sendNext() {
  auto next = reader_->next();
  if (!next.ok()) return next.status();
  if (!next->has_value()) {
    if (seen_.job.state == JobState::kSucceeded) finish(absl::OkStatus());
    return absl::OkStatus();
  }
  SpoolRecord& record = **next;
  if (absl::Status status = trim(record, request_.start_ordinal()); !status.ok()) return status;
  v1::ReadFeaturesResponse front;
  front.set_attempt(attempt_);
  front.set_first_ordinal(record.first_ordinal);
  send(front, std::move(record.bytes));
  return absl::OkStatus();
}

void ReadStream::send(const v1::ReadFeaturesResponse& front, std::string record) {
  // The slice owns the record: what was read from disk is not copied again.
  auto* owned = new std::string(std::move(record));
  const auto free = [](void* string) { delete static_cast<std::string*>(string); };
  const grpc::Slice slices[] = {grpc::Slice(front.SerializeAsString()),
                                grpc::Slice(&(*owned)[0], owned->size(), free, owned)};
  message_ = grpc::ByteBuffer(slices, 2);
  writing_ = true;
  StartWrite(&message_);
}

void ReadStream::finish(const absl::Status& status) {
  finished_ = true;
  watch_.reset();
  reader_.reset();
  seen_ = {};
  Finish(toGrpc(status));
}

}  // namespace geotask
