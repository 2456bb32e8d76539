// SPDX-License-Identifier: GPL-2.0-or-later
//
// A call of Features: rows are read, checked and put into the stream of its volatile job; what comes
// back is sent as the bytes that the work made. It reads while it writes, and stops reading while
// the stream has no room.
//
// Where start, rows and end come in one message and are soon done, they are done on the thread that
// read them, and one message with the status behind it is the whole answer.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/job_service.h"
#include "domain/row_stream.h"
#include "geotask/v1/features.pb.h"
#include "rpc/feature_message.h"
#include "rpc/row_taker.h"
#include "rpc/upload_slots.h"
#include "rpc/wake_up.h"

namespace geotask {

struct StreamTimes {
  absl::Duration progress_interval = absl::Seconds(1);
  absl::Duration keep_alive = absl::Seconds(15);
  // How long a client may take for what was on its way to it when its call ended.
  absl::Duration last_write = absl::Seconds(30);
};

// Deletes itself when the call is over. All state but the flags belongs to advance(), which runs on
// one thread at a time.
class FeatureCall : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // `asked`: what is wrong with how the client asks; the call ends with it.
  FeatureCall(JobService& service, UploadSlots& slots, const StreamTimes& times,
              grpc::CallbackServerContext& context, std::unique_ptr<FeatureMessage> message,
              const absl::Status& asked);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void advance();

  // What the client sends.
  void read();
  absl::Status take();
  absl::Status takeStart();
  absl::Status takeRows(FeatureBatch& rows);
  absl::Status open();
  absl::Status unexpected(const char* given) const;

  // What it gets.
  void write();
  void addProgress(absl::Duration now, v1::FeaturesResponse& message);
  void send(const v1::FeaturesResponse& front, std::string record, bool last);

  // How it ends.
  bool ended();  // Looks whether the job has, or the client is silent.
  void fail(const absl::Status& status);
  void finish(const absl::Status& status);
  void tellEnd();  // Once nothing is being written.
  void giveBack();
  void giveSlot();

  JobService& service_;
  UploadSlots& slots_;
  const StreamTimes times_;
  grpc::CallbackServerContext& context_;
  const std::string principal_;
  bool has_slot_;
  const std::shared_ptr<WakeUp> wake_up_;

  std::atomic<bool> read_done_{false};
  std::atomic<bool> read_ok_{false};
  std::atomic<bool> writing_{false};
  std::atomic<bool> left_{false};  // The client has gone.

  const std::unique_ptr<FeatureMessage> message_;
  grpc::ByteBuffer in_;
  bool reading_ = false;
  bool all_rows_ = false;                 // `end` came.
  bool closed_ = false;                   // The client has ended its side.
  std::optional<SubmitRequest> request_;  // Between start and open().
  std::unique_ptr<RowTaker> rows_;        // From the start on.
  std::shared_ptr<RowStream> stream_;     // Likewise.
  std::string id_;                        // Of the job, once it is let in.
  absl::Duration silent_since_;           // By Clock::elapsed(), as all times here.
  // No end came and no more will: the client has gone, or forgot it. That OnDone knows, and the job
  // ends as it is.
  bool cut_short_ = false;

  std::optional<v1::FeaturesHeader> header_;  // Until it is sent.
  std::optional<EncodedRecord> record_;       // The next one.
  grpc::ByteBuffer out_;                      // Lives until it is written.
  uint64_t told_done_ = 0;                    // Of the progress that was told last.
  std::string told_place_;
  absl::Duration last_progress_;
  absl::Duration last_write_;

  std::optional<absl::Status> end_;  // How the call ends, once that is known.
  absl::Duration end_since_;
  bool told_end_ = false;
};

}  // namespace geotask
