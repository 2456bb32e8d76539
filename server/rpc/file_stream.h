// SPDX-License-Identifier: GPL-2.0-or-later
//
// ReadFile: a file that a job has made, on its way to a client. The next bytes are read once the ones
// before are written, so a slow client costs one message of memory.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "domain/file_set.h"
#include "domain/job_service.h"
#include "geotask/v1/jobs.pb.h"

namespace geotask {

// Owns itself from the call's begin to its end.
class FileStream : public grpc::ServerWriteReactor<v1::ReadFileResponse> {
 public:
  FileStream(JobService& service, const std::string& principal, const v1::ReadFileRequest& request);

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  absl::Status open(JobService& service, const std::string& principal,
                    const v1::ReadFileRequest& request);
  void sendNext();

  std::unique_ptr<FileReader> reader_;
  v1::ReadFileResponse message_;
};

}  // namespace geotask
