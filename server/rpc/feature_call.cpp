// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/feature_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "codec/convert_feature.h"
#include "codec/message_limits.h"
#include "domain/clock.h"
#include "domain/errors.h"
#include "rpc/convert_job.h"
#include "rpc/principal.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

absl::Status tooMany(size_t max) {
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat(max, " calls of Features are under way, as many as allowed"),
                   {"TOO_MANY_STREAMS", "", "", absl::StrCat("at most ", max, " at a time"),
                    "Retry after retry_delay.", absl::Seconds(1)});
}

absl::Status silent(absl::Duration idle) {
  return makeError(
      absl::StatusCode::kAborted, absl::StrCat("nothing came for ", absl::FormatDuration(idle)),
      {"STREAM_IDLE", "", "", absl::StrCat("a message at least every ", absl::FormatDuration(idle)),
       "Send all again, without a pause."});
}

absl::Status notAMessage() {
  return makeError(
      absl::StatusCode::kInvalidArgument, "the bytes are no message of this call",
      {"INVALID_MESSAGE", "", "", "a message of the call", "Use the generated code of the API."});
}

// The bytes of a message and those of a record behind it: protobuf reads the two as one.
grpc::ByteBuffer bytesOf(const v1::FeaturesResponse& front, std::string record) {
  // The slice owns the record: what the work encoded is not copied again.
  auto* owned = new std::string(std::move(record));
  const auto free = [](void* string) { delete static_cast<std::string*>(string); };
  const grpc::Slice slices[] = {grpc::Slice(front.SerializeAsString()),
                                grpc::Slice(&(*owned)[0], owned->size(), free, owned)};
  return grpc::ByteBuffer(slices, 2);
}

}  // namespace

FeatureCall::FeatureCall(JobService& service, UploadSlots& slots, const StreamTimes& times,
                         grpc::CallbackServerContext& context,
                         std::unique_ptr<FeatureMessage> message, const absl::Status& asked)
    : service_(service),
      slots_(slots),
      times_(times),
      context_(context),
      principal_(principalOf(context)),
      has_slot_(asked.ok() && slots.take()),
      wake_up_(WakeUp::create([this] { advance(); })),
      message_(std::move(message)),
      last_progress_(systemClock().elapsed()),
      last_write_(last_progress_) {
  if (has_slot_) {
    read();
    wake_up_->after(service_.limits().upload_idle);
  } else {
    finish(asked.ok() ? tooMany(slots_.max()) : asked);
  }
}

void FeatureCall::OnReadDone(bool ok) {
  read_ok_ = ok;
  read_done_ = true;
  wake_up_->here();
}

void FeatureCall::OnWriteDone(bool ok) {
  if (!ok) left_ = true;
  writing_ = false;
  wake_up_->here();
}

void FeatureCall::OnCancel() {
  left_ = true;
  wake_up_->here();
}

void FeatureCall::OnDone() {
  wake_up_->end();
  if (cut_short_ && !id_.empty()) left_ ? service_.leave(id_) : service_.fail(id_, *end_);
  delete this;
}

void FeatureCall::advance() {
  if (end_) return tellEnd();
  if (ended()) return;
  if (read_done_.exchange(false)) {
    reading_ = false;
    if (absl::Status status = take(); !status.ok())
      return cut_short_ ? finish(status) : fail(status);
  }
  if (!id_.empty() && !writing_) write();
  if (end_) return;
  // Behind the end nothing may come but the client's own end of the stream.
  if (!reading_ && !closed_ && (all_rows_ || stream_->hasRoom())) read();
  const absl::Duration idle = service_.limits().upload_idle;
  wake_up_->after(id_.empty() ? idle : std::min(idle, times_.progress_interval));
}

bool FeatureCall::ended() {
  if (left_) {
    if (!id_.empty()) service_.leave(id_);
    finish(absl::CancelledError("the client has gone"));
    return true;
  }
  const auto end = stream_ ? stream_->ended() : std::nullopt;
  if (end && !end->ok()) {
    finish(*end);
    return true;
  }
  const absl::Duration now = systemClock().elapsed();
  const bool waits = reading_ && !writing_ && !read_done_ && (!stream_ || stream_->waitsForRows());
  if (!waits) silent_since_ = now;
  const absl::Duration idle = service_.limits().upload_idle;
  if (now - silent_since_ < idle) return false;
  fail(silent(idle));
  return true;
}

// ---- What the client sends ----

void FeatureCall::read() {
  silent_since_ = systemClock().elapsed();
  reading_ = true;
  StartRead(&in_);
}

absl::Status FeatureCall::unexpected(const char* given) const {
  return unexpectedMessage("start", given, stream_ ? "a batch, a piece or the end" : "start");
}

absl::Status FeatureCall::take() {
  if (!read_ok_) {
    closed_ = true;
    cut_short_ = !all_rows_;
    return all_rows_ ? absl::OkStatus() : unexpected("the end of the stream");
  }
  if (all_rows_) return unexpectedMessage("start", "a message behind the end", "nothing more");
  if (!message_->parse(in_)) return notAMessage();
  in_.Clear();
  const bool empty = message_->batch() == nullptr && message_->piece() == nullptr &&
                     message_->end() == nullptr && !message_->hasStart();
  if (empty) return unexpected("an empty message");
  if (message_->hasStart() == (stream_ != nullptr))
    return unexpected(stream_ ? "another start" : "a message without start");
  if (message_->hasStart())
    if (absl::Status status = takeStart(); !status.ok()) return status;
  FeatureBatch rows;
  if (absl::Status status = takeRows(rows); !status.ok()) return status;
  if (!rows.empty()) stream_->put(std::move(rows));
  rows_->stored();
  if (all_rows_) stream_->end();
  if (request_) return open();
  if (all_rows_) service_.setTotal(id_, stream_->rowsIn());
  return absl::OkStatus();
}

absl::Status FeatureCall::takeStart() {
  auto request = message_->takeStart(principal_);
  if (!request.ok()) return request.status();
  request_ = *std::move(request);
  rows_ = std::make_unique<RowTaker>(service_, request_->spec.input_schema,
                                     RowTaker::Options{"start", nullptr});
  stream_ = std::make_shared<RowStream>(request_->spec.input_schema);
  stream_->follow([wake_up = wake_up_] { wake_up->now(); });
  return absl::OkStatus();
}

absl::Status FeatureCall::takeRows(FeatureBatch& rows) {
  absl::Status status;
  if (v1::FeatureBatch* batch = message_->batch()) status = rows_->takeBatch(*batch, rows);
  if (const v1::FeaturePiece* piece = message_->piece(); piece != nullptr && status.ok())
    status = rows_->takePiece(*piece, rows);
  if (const v1::FeaturesEnd* end = message_->end(); end != nullptr && status.ok()) {
    status = rows_->takeEnd(*end);
    all_rows_ = status.ok();
  }
  return status;
}

absl::Status FeatureCall::open() {
  header_.emplace();
  toProto(resultSchema(request_->spec, stream_->schema()), *header_->mutable_schema());
  request_->inputs.stream = stream_;
  const auto job = service_.open(*std::exchange(request_, std::nullopt));
  if (!job.ok()) return job.status();
  id_ = job->id;
  header_->set_job(jobName(id_));
  return absl::OkStatus();
}

// ---- What it gets ----

void FeatureCall::write() {
  if (const auto end = stream_->ended(); end && !end->ok()) return;  // Which is told next.
  v1::FeaturesResponse front;
  if (header_) *front.mutable_header() = *std::move(header_);
  header_.reset();
  const absl::Duration now = systemClock().elapsed();
  addProgress(now, front);
  if (!record_) record_ = stream_->next();
  std::string record;
  if (record_ && front.ByteSizeLong() + record_->bytes.size() <= kMaxMessageBytes) {
    record = std::move(record_->bytes);
    record_.reset();
  }
  // Once it is taken, a last record may end the job.
  const auto end = stream_->ended();
  bool last = false;
  if (end && end->ok() && !record_) {
    v1::FeaturesSummary summary;
    summary.set_features_in(stream_->rowsIn());
    summary.set_features_out(stream_->rowsOut());
    summary.set_warning_count(stream_->warningCount());
    for (std::string& warning : stream_->warnings()) *summary.add_warnings() = std::move(warning);
    constexpr size_t kFraming = 8;
    last = front.ByteSizeLong() + record.size() + summary.ByteSizeLong() + kFraming <=
           kMaxMessageBytes;
    if (last) *front.mutable_summary() = std::move(summary);
  }
  if (front.ByteSizeLong() == 0 && record.empty()) return;
  last_write_ = now;
  send(front, std::move(record), last);
}

void FeatureCall::addProgress(absl::Duration now, v1::FeaturesResponse& message) {
  if (now - last_progress_ < times_.progress_interval) return;
  last_progress_ = now;
  const auto job = service_.get(principal_, id_);
  if (!job.ok()) return;
  const bool news = job->progress.features_done != told_done_ || job->progress.place != told_place_;
  if (!news && now - last_write_ < times_.keep_alive) return;
  told_done_ = job->progress.features_done;
  told_place_ = job->progress.place;
  toProto(job->progress, *message.mutable_progress());
}

void FeatureCall::send(const v1::FeaturesResponse& front, std::string record, bool last) {
  out_ = bytesOf(front, std::move(record));
  if (!last) {
    writing_ = true;
    return StartWrite(&out_);
  }
  end_ = absl::OkStatus();
  giveBack();
  giveSlot();
  told_end_ = true;
  StartWriteAndFinish(&out_, grpc::WriteOptions(), grpc::Status::OK);
}

// ---- How it ends ----

void FeatureCall::fail(const absl::Status& status) {
  if (!id_.empty()) service_.fail(id_, status);
  finish(status);
}

void FeatureCall::finish(const absl::Status& status) {
  end_ = status;
  end_since_ = systemClock().elapsed();
  giveBack();
  tellEnd();
}

void FeatureCall::tellEnd() {
  if (told_end_) return;
  if (writing_) {
    // A client that does not read what was written before would keep the call for ever.
    const absl::Duration left = end_since_ + times_.last_write - systemClock().elapsed();
    return left > absl::ZeroDuration() ? wake_up_->after(left) : context_.TryCancel();
  }
  giveSlot();
  told_end_ = true;
  const grpc::Status status = toGrpc(inStart(*end_));
  if (id_.empty() || !header_ || left_) return Finish(status);
  // A call that was let in begins with a header, so that a client can tell what failed.
  v1::FeaturesResponse message;
  *message.mutable_header() = *std::move(header_);
  out_ = bytesOf(message, "");
  StartWriteAndFinish(&out_, grpc::WriteOptions(), status);
}

void FeatureCall::giveBack() {
  if (stream_) stream_->leave();
  rows_.reset();
}

// Before the answer: who has it may begin the next call.
void FeatureCall::giveSlot() {
  if (std::exchange(has_slot_, false)) slots_.give();
}

}  // namespace geotask
