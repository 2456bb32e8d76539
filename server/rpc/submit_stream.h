// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of SubmitJobWithFeatures: one `submit`, then rows, which go to the spool as they come,
// then `end`, then the answer. A stream that breaks off leaves nothing behind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/disk_budget.h"
#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/jobs.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/upload_reactor.h"

namespace geotask {

class SubmitStream : public UploadReactor<v1::SubmitJobWithFeaturesRequest> {
 public:
  // Sets `answer` when the job is accepted.
  SubmitStream(JobService& service, std::shared_ptr<DiskBudget> disk, Spool& spool,
               UploadSlots& slots, std::string principal, v1::Job* answer);

 private:
  absl::Status take(v1::SubmitJobWithFeaturesRequest& message) override;
  bool ends(const v1::SubmitJobWithFeaturesRequest& message) const override {
    return message.has_end();
  }
  void drop() override { rows_.reset(); }
  absl::Status takeFirst(v1::SubmitJobRequest& submit);
  // All rows are there: the job.
  absl::Status takeEnd(const v1::FeaturesEnd& end);

  JobService& service_;
  const std::shared_ptr<DiskBudget> disk_;
  Spool& spool_;
  const std::string principal_;
  v1::Job* const answer_;

  std::optional<SubmitRequest> request_;    // From the first message on.
  std::optional<Fingerprint> fingerprint_;  // Only for requests that may be repeated.
  std::unique_ptr<RowUpload> rows_;         // From the first message on.
};

}  // namespace geotask
