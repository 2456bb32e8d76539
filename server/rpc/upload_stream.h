// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of UploadDataset: one `header`, then rows, which go to the spool as they come, then
// `end`, then the answer. A stream that breaks off leaves nothing behind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/dataset_service.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/datasets.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/upload_reactor.h"

namespace geotask {

class UploadStream : public UploadReactor<v1::UploadDatasetRequest> {
 public:
  // Sets `answer` when the dataset is there. `jobs` counts what is held in memory.
  UploadStream(DatasetService& datasets, JobService& jobs, Spool& spool, UploadSlots& slots,
               std::string principal, v1::Dataset* answer);

 private:
  absl::Status take(v1::UploadDatasetRequest& message) override;
  void drop() override { rows_.reset(); }
  absl::Status takeHeader(const v1::UploadDatasetHeader& header);
  absl::Status takeEnd(const v1::FeaturesEnd& end);

  DatasetService& datasets_;
  JobService& jobs_;
  Spool& spool_;
  const std::string principal_;
  v1::Dataset* const answer_;

  std::optional<DatasetUpload> upload_;     // From the first message on.
  std::optional<Fingerprint> fingerprint_;  // Only for uploads that may be repeated.
  std::unique_ptr<RowUpload> rows_;         // From the first message on.
};

}  // namespace geotask
