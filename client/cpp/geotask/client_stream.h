// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the calls of Features share: rows are sent and results taken at the same time, by one thread.
// Private to the library.
#pragma once

#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_stream.h>

#include <deque>
#include <memory>
#include <utility>

#include "geotask/client_impl.h"
#include "geotask/feature_packer.h"
#include "geotask/piece_joiner.h"
#include "geotask/v1/features.grpc.pb.h"

namespace geotask::client {

// The messages of one attempt, in order: `start` with the first rows, the others, and `end` with the
// last ones. `Request` is BufferRequest, or what else has these parts.
template <typename Request>
class StreamMessages {
 public:
  template <typename Start>
  StreamMessages(const Start& start, Client::NextRow rows) : rows_(std::move(rows)) {
    *start_.mutable_start() = start;
    start_bytes_ = start_.ByteSizeLong();
  }

  // Moves the next message into `message`; false after the last one.
  Result<bool> next(Request* message) {
    while (ready_.empty() && !ended_) {
      row_.Clear();
      const Result<bool> more = rows_(&row_);
      if (!more.ok()) return more.error();
      if (*more) {
        packer_.add(std::move(row_));
        ++count_;
      } else {
        end();
      }
    }
    if (start_bytes_ > 0 && start_bytes_ + ready_.front().ByteSizeLong() <= kLargest) {
      start_.mutable_start()->Swap(ready_.front().mutable_start());
    } else if (start_bytes_ > 0) {
      ready_.push_front(std::move(start_));
    }
    start_bytes_ = 0;
    if (ready_.empty()) return false;
    *message = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }

  // Whether the message given out last is the last one.
  bool over() const { return ended_ && ready_.empty(); }

 private:
  static constexpr size_t kLargest = (1024 - 1) * 1024;

  void end() {
    ended_ = true;
    packer_.flush();
    if (ready_.empty() || ready_.back().has_piece()) ready_.emplace_back();
    ready_.back().mutable_end()->set_feature_count(count_);
  }

  const Client::NextRow rows_;
  Request start_;
  size_t start_bytes_;  // 0 once it is given out.
  std::deque<Request> ready_;
  FeaturePacker<Request> packer_{[this](Request& message) {
    ready_.push_back(std::move(message));
    return true;
  }};
  v1::Feature row_;
  uint64_t count_ = 0;
  bool ended_ = false;
};

// Takes what a call gets.
class StreamAnswer {
 public:
  explicit StreamAnswer(const Client::StreamReader& reader) : reader_(reader) {}

  Result<void> take(const v1::FeaturesResponse& message);

  bool complete() const { return complete_ && !joiner_.midway(); }
  const v1::FeaturesSummary& summary() const { return summary_; }

 private:
  const Client::StreamReader& reader_;
  PieceJoiner joiner_;
  bool complete_ = false;
  v1::FeaturesSummary summary_;
};

// One attempt of a call. Sends while there is something to send and takes what comes, whichever is
// possible first, so that neither side waits for the other for ever.
template <typename Request>
class StreamExchange {
 public:
  using Stream = grpc::ClientAsyncReaderWriterInterface<Request, v1::FeaturesResponse>;

  // Both outlive it.
  StreamExchange(grpc::ClientContext& context, StreamMessages<Request>& messages,
                 StreamAnswer& answer)
      : context_(context), messages_(messages), answer_(answer) {}

  // `prepare`, std::unique_ptr<Stream>(ClientContext*, CompletionQueue*), makes the call. Gives how it
  // ended on this side: an error of the rows or of the reader; `status` says how on the server's.
  template <typename Prepare>
  Result<void> run(const Prepare& prepare, grpc::Status* status) {
    // The first message goes with the call's headers, and the end of a small request with both.
    context_.set_initial_metadata_corked(true);
    stream_ = prepare(&context_, &queue_);
    stream_->StartCall(nullptr);
    write();
    read();
    while (writing_ || reading_) next();
    stream_->Finish(status, nullptr);
    finishing_ = true;
    while (finishing_) next();
    queue_.Shutdown();
    while (next()) continue;
    return result_;
  }

  bool received() const { return received_; }

 private:
  bool next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return false;
    if (tag == &out_) {
      writing_ = false;
      if (ok) write();
    } else if (tag == &in_) {
      reading_ = false;
      if (ok) take();
    } else {
      finishing_ = false;
    }
    return true;
  }

  void write() {
    if (!result_.ok() || messages_.over()) return;
    const Result<bool> more = messages_.next(&out_);
    if (!more.ok()) return breakOff(more.error());
    writing_ = true;
    if (messages_.over()) {
      stream_->WriteLast(out_, grpc::WriteOptions(), &out_);
    } else {
      stream_->Write(out_, &out_);
    }
  }

  void read() {
    reading_ = true;
    stream_->Read(&in_, &in_);
  }

  void take() {
    received_ = true;
    if (result_.ok()) {
      const Result<void> taken = answer_.take(in_);
      if (!taken.ok()) breakOff(taken.error());
    }
    // After the summary comes the status alone.
    if (!in_.has_summary()) read();
  }

  void breakOff(const Error& error) {
    result_ = error;
    context_.TryCancel();
  }

  grpc::ClientContext& context_;
  StreamMessages<Request>& messages_;
  StreamAnswer& answer_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<Stream> stream_;
  Request out_;
  v1::FeaturesResponse in_;
  bool writing_ = false;
  bool reading_ = false;
  bool finishing_ = false;
  bool received_ = false;
  Result<void> result_;
};

// Makes a call until it succeeds or the policy gives up; one that has begun to answer is not repeated:
// what was taken of it cannot be given back.
template <typename Request, typename Start, typename Prepare>
Result<v1::FeaturesSummary> Client::Impl::exchange(const Start& start, const Client::OpenRows& open,
                                                   const Client::StreamReader& reader,
                                                   const Prepare& prepare) {
  Retry retry(policy);
  const Calls::Epoch epoch = calls.begin();
  while (true) {
    Error error;
    {
      const Result<Client::NextRow> rows = open();
      if (!rows.ok()) return rows.error();
      StreamMessages<Request> messages(start, *rows);
      StreamAnswer answer(reader);
      grpc::Status status;
      Call call(calls, epoch);
      StreamExchange<Request> exchange(call.context, messages, answer);
      const Result<void> done = exchange.run(prepare, &status);
      if (calls.stopped(epoch)) return stoppedError();
      if (!done.ok()) return done.error();
      if (status.ok() && answer.complete()) return answer.summary();
      error = status.ok() ? localError(grpc::StatusCode::DATA_LOSS, "STREAM_ENDED",
                                       "The server ended the call without a summary.")
                          : errorFromStatus(status);
      if (exchange.received()) return error;
    }
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!calls.sleep(epoch, *wait)) return stoppedError();
  }
}

}  // namespace geotask::client
