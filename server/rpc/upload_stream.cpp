// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/upload_stream.h"

#include <utility>

#include "domain/errors.h"
#include "rpc/convert_dataset.h"

namespace geotask {
namespace {

// Fields are named from the top of the message.
absl::Status inHeader(const absl::Status& status) {
  return errorDetail(status).field.empty() ? status : atField("header", status);
}

// What came, by its name in the API.
std::string partOf(const v1::UploadDatasetRequest& message) {
  const auto* part = message.GetDescriptor()->FindFieldByNumber(message.part_case());
  return part == nullptr ? "an empty message" : part->name();
}

}  // namespace

UploadStream::UploadStream(DatasetService& datasets, JobService& jobs, Spool& spool,
                           UploadSlots& slots, std::string principal, v1::Dataset* answer)
    : UploadReactor(slots, jobs.limits(), "header"),
      datasets_(datasets),
      jobs_(jobs),
      spool_(spool),
      principal_(std::move(principal)),
      answer_(answer) {
  begin();
}

absl::Status UploadStream::take(v1::UploadDatasetRequest& message) {
  if (rows_) return takeRows(message);
  if (files_) return takeFiles(message);
  if (!message.has_header()) return unexpected(partOf(message), "header");
  return takeHeader(message.header());
}

absl::Status UploadStream::takeHeader(const v1::UploadDatasetHeader& header) {
  auto upload = takeUpload(header, principal_);
  if (!upload.ok()) return inHeader(upload.status());
  const auto repeats = datasets_.check(*upload);
  if (!repeats.ok()) return inHeader(repeats.status());
  if (!header.request_id().empty()) {
    v1::UploadDatasetHeader same = header;
    same.clear_request_id();
    fingerprint_.emplace();
    fingerprint_->add(same);
  }
  Fingerprint* const fingerprint = fingerprint_ ? &*fingerprint_ : nullptr;
  const bool counted = !*repeats;  // A repeat is read to be compared and needs no room.
  if (upload->schema) {
    auto rows =
        RowUpload::begin(jobs_, spool_, *upload->schema,
                         {"header", fingerprint, datasets_.disk(), datasets_.full(), counted});
    if (!rows.ok()) return rows.status();
    rows_ = *std::move(rows);
  } else {
    auto files = FileUpload::begin(spool_, {jobs_.limits().max_upload_bytes, fingerprint,
                                            datasets_.disk(), datasets_.full(), counted});
    if (!files.ok()) return files.status();
    files_ = *std::move(files);
  }
  upload_ = *std::move(upload);
  return absl::OkStatus();
}

absl::Status UploadStream::takeRows(v1::UploadDatasetRequest& message) {
  if (message.has_batch()) return rows_->takeBatch(*message.mutable_batch());
  if (message.has_piece()) return rows_->takePiece(message.piece());
  if (!message.has_end()) return unexpected(partOf(message), "a batch, a piece or the end");
  auto rows = rows_->takeEnd(message.end());
  return rows.ok() ? add(*std::move(rows), rows_->takeShare()) : rows.status();
}

absl::Status UploadStream::takeFiles(const v1::UploadDatasetRequest& message) {
  if (message.has_file()) return files_->begin(message.file());
  if (message.part_case() == v1::UploadDatasetRequest::kFileData) {
    return files_->append(message.file_data());
  }
  if (!message.has_files_end()) return unexpectedInFiles(partOf(message));
  auto files = files_->end(message.files_end());
  return files.ok() ? add(*std::move(files), files_->takeShare()) : files.status();
}

template <typename Content>
absl::Status UploadStream::add(std::shared_ptr<const Content> content, DiskShare share) {
  if (fingerprint_) upload_->fingerprint = fingerprint_->finish();
  const auto dataset = datasets_.add(*std::move(upload_), std::move(content), std::move(share));
  if (!dataset.ok()) return inHeader(dataset.status());
  toProto(*dataset, *answer_);
  return absl::OkStatus();
}

}  // namespace geotask
