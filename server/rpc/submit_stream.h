// SPDX-License-Identifier: GPL-2.0-or-later
//
// The stream of SubmitJobWithFeatures: one `submit`, then rows, which go to the spool as they come,
// then `end`, then the answer. A stream that breaks off leaves nothing behind.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <memory>
#include <optional>
#include <string>

#include "domain/job_service.h"
#include "domain/spool.h"
#include "geotask/v1/jobs.pb.h"
#include "rpc/fingerprint.h"
#include "rpc/row_upload.h"

namespace geotask {

// Deletes itself when the call is over. Rows are written to disk on the thread that read them: the
// client is read as fast as the disk takes them.
class SubmitStream : public grpc::ServerReadReactor<v1::SubmitJobWithFeaturesRequest> {
 public:
  // Sets `answer` when the job is accepted.
  SubmitStream(JobService& service, Spool& spool, std::string principal, v1::Job* answer);

  void OnReadDone(bool ok) override;
  void OnDone() override;

 private:
  absl::Status take(v1::SubmitJobWithFeaturesRequest& message);
  absl::Status takeFirst(v1::SubmitJobRequest& submit);
  // All rows are there: the job.
  absl::Status takeEnd(const v1::FeaturesEnd& end);

  JobService& service_;
  Spool& spool_;
  const std::string principal_;
  v1::Job* const answer_;

  v1::SubmitJobWithFeaturesRequest message_;
  std::optional<SubmitRequest> request_;    // From the first message on.
  std::optional<Fingerprint> fingerprint_;  // Only for requests that may be repeated.
  std::unique_ptr<RowUpload> rows_;         // From the first message on.
};

}  // namespace geotask
