// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/file_upload.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "codec/message_limits.h"
#include "domain/errors.h"

namespace geotask {
namespace {

constexpr size_t kMaxFiles = 10'000;
// Of a FileInfo besides its path: the checksum, the media type, sizes and tags.
constexpr uint64_t kInfoBytes = 160;

absl::Status invalid(const char* reason, const std::string& field, std::string given,
                     std::string accepted, const char* remedy) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {reason, field, std::move(given), std::move(accepted), remedy});
}

bool isSha256(const std::string& text) {
  if (text.size() != 64) return false;
  for (const char c : text) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

}  // namespace

absl::Status unexpectedInFiles(const std::string& given) {
  return invalid("UNEXPECTED_MESSAGE", "part", given, "file, file_data or files_end",
                 "Send one header, then each file and its bytes, then one files_end.");
}

absl::StatusOr<std::unique_ptr<FileUpload>> FileUpload::begin(Spool& spool, Options options) {
  auto writer = spool.createFileSet();
  if (!writer.ok()) return writer.status();
  return std::unique_ptr<FileUpload>(new FileUpload(std::move(options), *std::move(writer)));
}

FileUpload::FileUpload(Options options, std::unique_ptr<FileSetWriter> writer)
    : options_(std::move(options)), share_(options_.disk), writer_(std::move(writer)) {}

absl::Status FileUpload::begin(const v1::FileStart& start) {
  if (absl::Status whole = checkLength(); !whole.ok()) return whole;
  if (!start.sha256().empty() && !isSha256(start.sha256())) {
    return invalid("CHECKSUM_MISMATCH", "file.sha256", start.sha256(), "64 hexadecimal digits",
                   "Leave it out, or send the SHA-256 of the file.");
  }
  list_bytes_ += start.path().size() + kInfoBytes;
  if (starts_.size() >= kMaxFiles || list_bytes_ > kMaxMessageBytes / 2) {
    return makeError(absl::StatusCode::kResourceExhausted, "there are too many files",
                     {"TOO_MANY_FILES", "file", absl::StrCat("file number ", starts_.size() + 1),
                      absl::StrCat("at most ", kMaxFiles, " files whose list fits into a message"),
                      "Pack them into an archive, or upload several datasets."});
  }
  if (absl::Status begun = writer_->begin(start.path()); !begun.ok()) return atField("file", begun);
  starts_.push_back(start);
  bytes_ = 0;
  return checkRoom();
}

absl::Status FileUpload::append(const std::string& bytes) {
  if (starts_.empty()) return unexpectedInFiles("file_data");
  if (starts_.back().has_byte_count() && bytes.size() > starts_.back().byte_count() - bytes_) {
    bytes_ += bytes.size();
    return checkLength();
  }
  if (absl::Status written = writer_->append(bytes); !written.ok()) return written;
  bytes_ += bytes.size();
  return checkRoom();
}

absl::StatusOr<std::shared_ptr<const FileSet>> FileUpload::end(const v1::FilesEnd& end) {
  if (absl::Status whole = checkLength(); !whole.ok()) return whole;
  if (starts_.empty()) {
    return invalid("INCOMPLETE", "files_end", "no files", "at least one file", "Send a file.");
  }
  if (end.file_count() != starts_.size()) {
    return invalid("INCOMPLETE", "files_end.file_count", absl::StrCat(end.file_count()),
                   absl::StrCat(starts_.size(), ", as many files as came"),
                   "Send all files again.");
  }
  auto files = writer_->finish();
  if (!files.ok()) return files.status();
  if (absl::Status same = checkSums(**files); !same.ok()) return same;
  if (options_.fingerprint != nullptr) {
    for (const FileInfo& file : (*files)->files()) {
      v1::FileInfo content;
      content.set_path(file.path);
      content.set_sha256(file.sha256);
      options_.fingerprint->add(content);
    }
  }
  return files;
}

absl::Status FileUpload::checkLength() const {
  if (starts_.empty() || !starts_.back().has_byte_count() ||
      bytes_ == starts_.back().byte_count()) {
    return absl::OkStatus();
  }
  return invalid("INCOMPLETE", "file.byte_count",
                 absl::StrCat(starts_.back().byte_count(), " of ", starts_.back().path()),
                 absl::StrCat(bytes_, ", as many bytes as came"), "Send all files again.");
}

absl::Status FileUpload::checkSums(const FileSet& files) const {
  for (size_t i = 0; i < starts_.size(); ++i) {
    const FileInfo& file = files.files()[i];
    if (starts_[i].sha256().empty() || absl::AsciiStrToLower(starts_[i].sha256()) == file.sha256) {
      continue;
    }
    return invalid("CHECKSUM_MISMATCH", "file.sha256",
                   absl::StrCat(starts_[i].sha256(), " of ", file.path), file.sha256,
                   "The file was damaged on its way: send all files again.");
  }
  return absl::OkStatus();
}

absl::Status FileUpload::checkRoom() {
  const uint64_t bytes = writer_->diskBytes();
  if (bytes > options_.max_bytes) {
    return makeError(absl::StatusCode::kResourceExhausted,
                     absl::StrCat("the upload is larger than ", options_.max_bytes, " bytes"),
                     {"UPLOAD_TOO_LARGE", "", absl::StrCat(bytes, " bytes"),
                      absl::StrCat("at most ", options_.max_bytes, " bytes"),
                      "Send less, or ask the operator for more room."});
  }
  return !options_.counted || share_.grow(bytes) ? absl::OkStatus() : options_.full;
}

}  // namespace geotask
