// SPDX-License-Identifier: GPL-2.0-or-later
#include "geotask/client_impl.h"
#include "geotask/piece_joiner.h"

namespace geotask::client {
namespace {

// One read over all its attempts to connect: knows which row is due.
class Read {
 public:
  explicit Read(const Client::Reader& reader) : reader_(reader) {}

  Result<void> take(const v1::ReadFeaturesResponse& message) {
    attempt_ = message.attempt();
    if (message.has_header()) {
      if (header_seen_) return {};
      header_seen_ = true;
      return reader_.header(message.header());
    }
    if (message.first_ordinal() != rows_) {
      return localError(grpc::StatusCode::DATA_LOSS, "ROW_MISSING",
                        "The server sent row " + std::to_string(message.first_ordinal()) +
                            " where row " + std::to_string(rows_) + " was due.");
    }
    if (message.has_piece()) {
      const Result<bool> whole = joiner_.add(message.piece());
      if (!whole.ok()) return whole.error();
      return *whole ? row(joiner_.take()) : Result<void>();
    }
    for (const v1::Feature& feature : message.batch().features()) {
      Result<void> taken = row(feature);
      if (!taken.ok()) return taken;
    }
    return {};
  }

  // How the stream goes on after it broke off.
  void resume(v1::ReadFeaturesRequest* request) {
    joiner_.clear();
    request->set_start_ordinal(rows_);
    request->set_attempt(attempt_);
  }

  uint64_t rows() const { return rows_; }
  bool complete() const { return header_seen_ && !joiner_.midway(); }

 private:
  Result<void> row(const v1::Feature& feature) {
    ++rows_;
    return reader_.row(feature);
  }

  const Client::Reader& reader_;
  PieceJoiner joiner_;
  bool header_seen_ = false;
  uint32_t attempt_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace

Result<uint64_t> Client::readFeatures(const std::string& name, const Reader& reader,
                                      const std::string& output) {
  Retry retry(impl_->policy);
  const Calls::Epoch epoch = impl_->calls.begin();
  Read read(reader);
  v1::ReadFeaturesRequest request;
  request.set_name(name);
  request.set_output(output);
  while (true) {
    Error error;
    {
      Call call(impl_->calls, epoch);
      const auto stream = impl_->jobs->ReadFeatures(&call.context, request);
      v1::ReadFeaturesResponse message;
      Result<void> taken;
      while (taken.ok() && stream->Read(&message)) {
        retry.reset();
        taken = read.take(message);
      }
      if (!taken.ok()) call.context.TryCancel();
      const grpc::Status status = stream->Finish();
      if (!taken.ok()) return taken.error();
      if (status.ok() && read.complete()) return read.rows();
      error = status.ok() ? localError(grpc::StatusCode::DATA_LOSS, "STREAM_ENDED",
                                       "The server ended the result in the middle of a row.")
                          : errorFromStatus(status);
    }
    if (impl_->calls.stopped(epoch)) return stoppedError();
    const auto wait = retry.next(error);
    if (!wait) return error;
    if (!impl_->calls.sleep(epoch, *wait)) return stoppedError();
    read.resume(&request);
  }
}

}  // namespace geotask::client
