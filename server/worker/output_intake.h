// SPDX-License-Identifier: GPL-2.0-or-later
//
// Takes what a worker says its algorithm has made, and keeps it if it is what it is said to be.
//
//     OutputIntake intake(tools, "job-1", *worker.folder);
//     intake.output(message);      // "output" of protocol.h; with a schema
//     intake.record(bytes);        // its rows follow.
//     intake.rowsEnd();
//     for (StoredOutput& output : intake.take()) ...
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "domain/feature_codec.h"
#include "domain/job_output.h"
#include "domain/spool.h"
#include "worker/row_intake.h"
#include "worker/worker_folder.h"

namespace geotask {

// Used by one thread. What is not taken is dropped from disk. INVALID_ARGUMENT (without a reason) when
// the worker breaks the rules; errors of the spool.
class OutputIntake {
 public:
  OutputIntake(Spool& spool, const FeatureCodec& codec, std::string job_id, WorkerFolder& folder);
  ~OutputIntake();

  absl::Status output(const Json& message);
  absl::Status record(const std::string& bytes);
  absl::Status rowsEnd();
  // Whether rows are to follow.
  bool open() const { return rows_ != nullptr; }

  std::vector<StoredOutput> take();

 private:
  absl::Status beginRows(const std::string& name, const Json& message);
  absl::Status addFiles(const std::string& name, const Json& message);

  Spool& spool_;
  const FeatureCodec& codec_;
  const std::string job_id_;
  WorkerFolder& folder_;

  std::unique_ptr<RowIntake> rows_;  // Those that follow now,
  std::string rows_name_;            // of this output
  std::string layer_name_;           // and layer.
  std::vector<StoredOutput> outputs_;
};

}  // namespace geotask
