// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the streams that bring rows or files have in common: one message after another is read and taken; a
// client that falls silent is not waited for without end; no more than so many are under way.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/clock.h"
#include "domain/errors.h"
#include "domain/limits.h"
#include "rpc/row_upload.h"
#include "rpc/status.h"
#include "rpc/upload_slots.h"
#include "rpc/wake_up.h"

namespace geotask {

// Deletes itself when the call is over. Messages are taken on one thread at a time: the client is
// read as fast as they are.
template <typename Message>
class UploadReactor : public grpc::ServerReadReactor<Message> {
 public:
  void OnReadDone(bool ok) final {
    read_ok_ = ok;
    read_done_ = true;
    wake_up_->now();
  }
  void OnDone() final {
    wake_up_->end();
    delete this;
  }

 protected:
  // `first` is what the stream begins with. To be followed by begin().
  UploadReactor(UploadSlots& slots, const Limits& limits, const char* first)
      : slots_(slots),
        idle_(limits.upload_idle),
        first_(first),
        admitted_(slots.take()),
        wake_up_(WakeUp::create([this] { advance(); })) {}

  void begin() {
    if (!admitted_) return finish(tooMany());
    read();
  }

  // Takes a message.
  virtual absl::Status take(Message& message) = 0;
  // Whether it is the end: when all is well the call ends with OK.
  virtual bool ends(const Message& message) const = 0;
  // Gives back what the upload holds.
  virtual void drop() = 0;

  absl::Status unexpected(const std::string& given, const char* accepted) const {
    return unexpectedMessage(first_, given, accepted);
  }

 private:
  void advance() {
    if (finished_) return;
    if (!read_done_.exchange(false)) {
      const absl::Duration left = deadline_ - systemClock().elapsed();
      return left > absl::ZeroDuration() ? wake_up_->after(left) : finish(silent());
    }
    // Without the end message the client may have gone as well as be done: gRPC tells both alike.
    const absl::Status status =
        read_ok_ ? take(message_) : unexpected("the end of the stream", "end");
    if (!status.ok() || ends(message_)) return finish(status);
    message_.Clear();
    read();
  }
  void read() {
    deadline_ = systemClock().elapsed() + idle_;
    this->StartRead(&message_);
    wake_up_->after(idle_);
  }
  void finish(const absl::Status& status) {
    finished_ = true;
    drop();
    // Before the answer: who has it may begin the next upload.
    if (admitted_) slots_.give();
    this->Finish(toGrpc(status));
  }
  absl::Status tooMany() const {
    return makeError(
        absl::StatusCode::kResourceExhausted,
        absl::StrCat(slots_.max(), " uploads are under way, as many as allowed"),
        {"TOO_MANY_UPLOADS", "", "", absl::StrCat("at most ", slots_.max(), " at a time"),
         "Retry after retry_delay.", absl::Seconds(1)});
  }
  absl::Status silent() const {
    return makeError(absl::StatusCode::kAborted,
                     absl::StrCat("nothing came for ", absl::FormatDuration(idle_)),
                     {"UPLOAD_IDLE", "", "",
                      absl::StrCat("a message at least every ", absl::FormatDuration(idle_)),
                      "Send all again, without a pause."});
  }

  UploadSlots& slots_;
  const absl::Duration idle_;
  const char* const first_;
  const bool admitted_;
  const std::shared_ptr<WakeUp> wake_up_;
  std::atomic<bool> read_done_{false};
  std::atomic<bool> read_ok_{false};
  // The rest belongs to advance().
  Message message_;
  absl::Duration deadline_ = absl::InfiniteDuration();
  bool finished_ = false;
};

}  // namespace geotask
