// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows that are sent in a stream: batches and pieces, checked and written to the spool as they
// come.
//
//     auto upload = RowUpload::begin(service, spool, schema, "header");
//     (*upload)->takeBatch(batch);                 // ...
//     auto rows = (*upload)->takeEnd(end);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/feature.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/piece_joiner.h"
#include "rpc/row_check.h"

namespace geotask {

// INVALID_ARGUMENT UNEXPECTED_MESSAGE. `first` is the name of the message that a stream of rows
// begins with.
absl::Status unexpectedMessage(const std::string& first, const std::string& given,
                               const std::string& accepted);

// Used by one thread at a time. What it has written goes with it, unless takeEnd() gave it out.
class RowUpload {
 public:
  // Asked before each message is taken, with its bytes.
  using Reserve = std::function<absl::Status(uint64_t bytes)>;

  // `first`: see unexpectedMessage. `fingerprint` may be null; rows are added to it.
  static absl::StatusOr<std::unique_ptr<RowUpload>> begin(JobService& service, Spool& spool,
                                                          Schema schema, std::string first,
                                                          Fingerprint* fingerprint,
                                                          Reserve reserve = nullptr);

  absl::Status takeBatch(v1::FeatureBatch& batch);
  absl::Status takePiece(const v1::FeaturePiece& piece);
  // All rows are there.
  absl::StatusOr<std::shared_ptr<const FeatureSet>> takeEnd(const v1::FeaturesEnd& end);

 private:
  RowUpload(JobService& service, Schema schema, std::string first, Fingerprint* fingerprint,
            Reserve reserve, std::unique_ptr<FeatureSetWriter> writer);
  // Whether so many more bytes may come.
  absl::Status reserve(uint64_t bytes);
  // Checks a row, adds it to `rows` and to the fingerprint.
  absl::Status takeRow(v1::Feature& row, const std::string& path, FeatureBatch& rows);

  const std::string first_;
  const uint64_t max_bytes_;
  const RowCheck check_;
  Fingerprint* const fingerprint_;
  const Reserve reserve_;
  std::unique_ptr<FeatureSetWriter> writer_;
  uint64_t bytes_ = 0;
  uint64_t row_count_ = 0;
  PieceJoiner joiner_;
  UploadMemory piece_memory_;
};

}  // namespace geotask
