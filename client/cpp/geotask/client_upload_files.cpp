// SPDX-License-Identifier: GPL-2.0-or-later
#include <fstream>

#include "geotask/client_upload.h"
#include "geotask/request_id.h"

namespace geotask::client {
namespace {

using Message = v1::UploadDatasetRequest;
using Stream = grpc::ClientWriterInterface<Message>;

Error unreadable(const std::string& path) {
  return localError(grpc::StatusCode::FAILED_PRECONDITION, "UNREADABLE_FILE",
                    path + " cannot be read.", "Look at its permissions.");
}

// Sends a file and adds what it holds to `total`; false when the server ended the stream.
Result<bool> sendFile(const Client::LocalFile& file, const Client::BytesSent& sent, uint64_t& total,
                      Stream& stream) {
  std::ifstream in(file.place, std::ios::binary);
  if (!in) return unreadable(file.place);
  Message start;
  start.mutable_file()->set_path(file.path);
  if (!stream.Write(start)) return false;
  std::string bytes;
  while (true) {
    bytes.resize(kBatchBytes);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (in.bad()) return unreadable(file.place);
    bytes.resize(static_cast<size_t>(in.gcount()));
    if (bytes.empty()) return true;
    Message message;
    message.set_file_data(bytes);
    if (!stream.Write(message)) return false;
    total += bytes.size();
    const Result<void> go_on = sent(total);
    if (!go_on.ok()) return go_on.error();
  }
}

Result<void> sendFiles(const Message& first, const std::vector<Client::LocalFile>& files,
                       const Client::BytesSent& sent, Stream& stream) {
  if (!stream.Write(first)) return {};
  uint64_t total = 0;
  for (const Client::LocalFile& file : files) {
    const Result<bool> more = sendFile(file, sent, total, stream);
    if (!more.ok()) return more.error();
    if (!*more) return {};
  }
  Message last;
  last.mutable_files_end()->set_file_count(files.size());
  stream.Write(last);
  return {};
}

}  // namespace

Result<v1::Dataset> Client::uploadFiles(v1::UploadDatasetHeader header,
                                        const std::vector<LocalFile>& files,
                                        const BytesSent& sent) {
  if (header.request_id().empty()) header.set_request_id(newRequestId());
  header.mutable_files();
  Message first;
  *first.mutable_header() = std::move(header);
  return impl_->upload<v1::Dataset, Message>(
      [&](Stream& stream) { return sendFiles(first, files, sent, stream); },
      [&](grpc::ClientContext* context, v1::Dataset* dataset) {
        return impl_->datasets->UploadDataset(context, dataset);
      });
}

}  // namespace geotask::client
