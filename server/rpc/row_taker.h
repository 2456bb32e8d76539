// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows of a stream, batches and pieces, turned into plain rows and checked on the way.
//
//     RowTaker taker(service, schema, {"start", nullptr});
//     FeatureBatch rows;
//     taker.takeBatch(batch, rows);                // ...
//     taker.takeEnd(end);
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "codec/piece_joiner.h"
#include "domain/features.h"
#include "domain/job_service.h"
#include "geotask/v1/feature.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/row_check.h"

namespace geotask {

// INVALID_ARGUMENT UNEXPECTED_MESSAGE. `first` is the name of the message that a stream of rows
// begins with.
absl::Status unexpectedMessage(const std::string& first, const std::string& given,
                               const std::string& accepted);

// Used by one thread at a time.
class RowTaker {
 public:
  struct Options {
    std::string first;                   // See unexpectedMessage.
    Fingerprint* fingerprint = nullptr;  // Rows are added to it; may be null.
  };
  RowTaker(JobService& service, Schema schema, Options options);

  // Each appends the rows that end in it. Besides the errors of RowCheck: UNEXPECTED_MESSAGE,
  // INVALID_PIECE, MEMORY_FULL.
  absl::Status takeBatch(v1::FeatureBatch& batch, FeatureBatch& rows);
  absl::Status takePiece(const v1::FeaturePiece& piece, FeatureBatch& rows);
  // The rows given out are held elsewhere: gives back the memory of pieces.
  void stored();
  // INCOMPLETE when it says another number of rows than came.
  absl::Status takeEnd(const v1::FeaturesEnd& end) const;

 private:
  void add(v1::Feature& row, FeatureBatch& rows);

  const Options options_;
  const RowCheck check_;
  uint64_t row_count_ = 0;
  PieceJoiner joiner_;
  UploadMemory piece_memory_;
};

}  // namespace geotask
