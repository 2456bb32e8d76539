// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of ReadFeatures: a header, then the records of the spool as they lie there. What the
// job makes next is sent when it is there; one message is on its way at a time.
//
// The messages are put together as bytes: a record is a serialised ReadFeaturesResponse without
// attempt and ordinal, and those go before it as another one; protobuf reads the two as one.
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <string>

#include "domain/job_service.h"
#include "geotask/v1/jobs.pb.h"
#include "rpc/wake_up.h"

namespace geotask {

// Deletes itself when the call is over. All state but the flags belongs to advance(), which runs
// on one thread at a time.
class ReadStream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  ReadStream(JobService& service, std::string principal, const grpc::ByteBuffer& request);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // Each does what can be done now (that may be nothing) or tells why the call ends.
  void advance();
  absl::Status step();
  absl::Status begin();
  absl::Status look();
  absl::Status checkJob(const JobSnapshot& job) const;
  absl::Status open();
  absl::Status sendNext();
  // `record`: the bytes of another message that goes on where `front` ends.
  void send(const v1::ReadFeaturesResponse& front, std::string record);
  void finish(const absl::Status& status);

  JobService& service_;
  const std::string principal_;
  std::shared_ptr<WakeUp> wake_up_;

  std::atomic<bool> writing_{false};
  std::atomic<bool> left_{false};  // The client has gone.

  const grpc::ByteBuffer request_bytes_;
  v1::ReadFeaturesRequest request_;
  std::string id_;
  std::unique_ptr<JobWatch> watch_;       // Tells that there is news. Null before the first step.
  JobBoard::Result seen_;                 // The job when it was last looked at.
  bool looked_ = false;                   // There is `seen_`.
  bool followed_ = false;                 // The job was seen before it ended.
  std::unique_ptr<ResultReader> reader_;  // Null until the header is sent.
  uint32_t attempt_ = 0;                  // That of the header; 0 before: any.
  bool finished_ = false;
  grpc::ByteBuffer message_;  // Lives until it is written.
};

}  // namespace geotask
