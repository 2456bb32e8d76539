// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of UploadDataset: one `header`, then rows or files, which go to the spool as they come,
// then their end, then the answer. A stream that breaks off leaves nothing behind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/dataset_service.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/datasets.pb.h"
#include "rpc/file_upload.h"
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
  bool ends(const v1::UploadDatasetRequest& message) const override {
    return message.has_end() || message.has_files_end();
  }
  void drop() override {
    rows_.reset();
    files_.reset();
  }
  absl::Status takeHeader(const v1::UploadDatasetHeader& header);
  absl::Status takeRows(v1::UploadDatasetRequest& message);
  absl::Status takeFiles(const v1::UploadDatasetRequest& message);
  // Makes the dataset of what came.
  template <typename Content>
  absl::Status add(std::shared_ptr<const Content> content, DiskShare share);

  DatasetService& datasets_;
  JobService& jobs_;
  Spool& spool_;
  const std::string principal_;
  v1::Dataset* const answer_;

  std::optional<DatasetUpload> upload_;     // From the first message on.
  std::optional<Fingerprint> fingerprint_;  // Only for uploads that may be repeated.
  // From the first message on one of the two.
  std::unique_ptr<RowUpload> rows_;
  std::unique_ptr<FileUpload> files_;
};

}  // namespace geotask
