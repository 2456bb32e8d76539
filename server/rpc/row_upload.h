// SPDX-License-Identifier: GPL-2.0-or-later
//
// Rows that are sent in a stream: batches and pieces, checked and written to the spool as they
// come.
//
//     auto upload = RowUpload::begin(service, spool, schema, {"header", nullptr, disk, full});
//     (*upload)->takeBatch(batch);                 // ...
//     auto rows = (*upload)->takeEnd(end);
//     use(*rows, (*upload)->takeShare());
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/disk_budget.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/feature.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/row_taker.h"

namespace geotask {

// Used by one thread at a time. What it has written goes with it, unless takeEnd() gave it out.
class RowUpload {
 public:
  struct Options {
    std::string first;                 // See unexpectedMessage.
    Fingerprint* fingerprint;          // Rows are added to it; may be null.
    std::shared_ptr<DiskBudget> disk;  // What the rows take a share of,
    absl::Status full;                 // and the error when there is no more of it.
    bool counted = true;               // False: they take nothing yet.
  };
  static absl::StatusOr<std::unique_ptr<RowUpload>> begin(JobService& service, Spool& spool,
                                                          Schema schema, Options options);

  absl::Status takeBatch(v1::FeatureBatch& batch);
  absl::Status takePiece(const v1::FeaturePiece& piece);
  // All rows are there.
  absl::StatusOr<std::shared_ptr<const FeatureSet>> takeEnd(const v1::FeaturesEnd& end);
  // What the rows take of the disk.
  DiskShare takeShare() { return std::move(share_); }

 private:
  RowUpload(JobService& service, Schema schema, Options options,
            std::unique_ptr<FeatureSetWriter> writer);
  // Writes rows and looks whether they still fit.
  absl::Status write(const FeatureBatch& rows);

  const Options options_;
  const uint64_t max_bytes_;
  RowTaker taker_;
  DiskShare share_;  // Before the writer: it goes after it.
  std::unique_ptr<FeatureSetWriter> writer_;
};

}  // namespace geotask
