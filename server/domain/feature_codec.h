// SPDX-License-Identifier: GPL-2.0-or-later
//
// A port: rows as the bytes in which they travel and lie on disk. The rpc room implements it with
// the API's messages, so that a result is encoded once, on the thread that made it, and then only
// copied.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/features.h"

namespace geotask {

// One message: a batch of rows, or a piece of one row that is too large for a message.
struct EncodedRecord {
  std::string bytes;
  uint32_t features = 0;  // Rows that END in this record: those of a batch; for a piece 1 if it is
                          // the last, else 0.
};

// Joins pieces, so it must see the records in order.
class FeatureDecoder {
 public:
  virtual ~FeatureDecoder() = default;
  // Adds the rows that end in this record to `rows`.
  virtual absl::Status decode(absl::string_view record, FeatureBatch& rows) = 0;
};

class FeatureCodec {
 public:
  virtual ~FeatureCodec() = default;
  // No record is larger than a message may be. Any thread.
  virtual std::vector<EncodedRecord> encode(FeatureBatch rows) const = 0;
  virtual std::unique_ptr<FeatureDecoder> decoder() const = 0;
};

}  // namespace geotask
