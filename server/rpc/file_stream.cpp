// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/file_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/output_choice.h"
#include "rpc/convert_output.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

constexpr size_t kMessageBytes = 512 * 1024;

absl::Status notReady(const JobSnapshot& job) {
  const bool ended = isTerminal(*job.state);
  const std::string name = jobName(job.id);
  if (!ended)
    return makeError(absl::StatusCode::kFailedPrecondition, name + " is still at work",
                     {"OUTPUT_NOT_READY", "name", jobStateName(*job.state), "a job that SUCCEEDED",
                      "Watch it until it has ended."});
  const bool failed = job.state == JobState::kFailed;
  return makeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(name, failed ? " has failed" : " was cancelled", "; it has no result"),
      {failed ? "JOB_FAILED" : "JOB_CANCELLED", "name", name, "", "The job's error says more."});
}

}  // namespace

FileStream::FileStream(JobService& service, const std::string& principal,
                       const v1::ReadFileRequest& request) {
  if (const absl::Status status = open(service, principal, request); !status.ok()) {
    Finish(toGrpc(status));
    return;
  }
  StartWrite(&message_);
}

absl::Status FileStream::open(JobService& service, const std::string& principal,
                              const v1::ReadFileRequest& request) {
  const auto id = parseJobName(request.name());
  if (!id.ok()) return id.status();
  const auto result = service.result(principal, *id);
  if (!result.ok()) return result.status();
  if (result->job.state != JobState::kSucceeded) return notReady(result->job);
  const auto output = chooseOutput(result->outputs, request.output(), hasFiles);
  if (!output.ok()) return output.status();
  // The set stays as long as its reader, also when the job is deleted.
  const FileSet& files = *(*output)->files;
  std::string path = request.path();
  if (path.empty() && !files.files().empty()) path = files.files().front().path;
  auto reader = files.read(path, request.offset());
  if (!reader.ok()) return reader.status();
  reader_ = *std::move(reader);
  for (const FileInfo& file : files.files())
    if (file.path == path) toProto(file, *message_.mutable_header());
  return absl::OkStatus();
}

void FileStream::OnWriteDone(bool ok) {
  if (!ok) {
    Finish(toGrpc(absl::CancelledError("the client has gone")));
    return;
  }
  sendNext();
}

void FileStream::sendNext() {
  const auto more = reader_->next(*message_.mutable_data(), kMessageBytes);
  if (!more.ok() || !*more) {
    Finish(toGrpc(more.status()));
    return;
  }
  StartWrite(&message_);
}

}  // namespace geotask
