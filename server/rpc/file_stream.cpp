// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/file_stream.h"

#include <utility>

#include "domain/output_choice.h"
#include "rpc/convert_output.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

constexpr size_t kMessageBytes = 512 * 1024;

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
  if (result->job.state != JobState::kSucceeded) return outputNotReady(result->job);
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
