// SPDX-License-Identifier: GPL-2.0-or-later
//
// Takes the rows of an output from a worker, looks each over, and lets the codec write them anew,
// so that nothing malformed gets to clients, nor to jobs that read the result.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "domain/feature_codec.h"
#include "domain/spool.h"

namespace geotask {

// Used by one thread. Dropped without finish() it takes away what it has written.
class RowIntake {
 public:
  RowIntake(Schema schema, std::shared_ptr<SpooledResult> result, const FeatureCodec& codec);
  ~RowIntake();

  // INVALID_ARGUMENT for a record that is none, or rows that the schema does not allow; errors of the
  // spool.
  absl::Status add(const std::string& record);
  absl::Status finish();

  const Schema& schema() const { return schema_; }
  const std::shared_ptr<SpooledResult>& result() const { return result_; }

 private:
  const Schema schema_;
  const std::shared_ptr<SpooledResult> result_;
  const FeatureCodec& codec_;
  const std::unique_ptr<FeatureDecoder> decoder_;
  uint64_t chunks_ = 0;
  bool finished_ = false;
};

}  // namespace geotask
