// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/result_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "spool/record.h"
#include "spool/result_feature_set.h"
#include "spool/result_file_reader.h"

namespace geotask {
namespace {

absl::Status misuse(const std::string& message) {
  ErrorDetail detail;
  detail.reason = "SPOOL_FAILED";
  return makeError(absl::StatusCode::kInternal, message, detail);
}

absl::Status removedError() {
  ErrorDetail detail;
  detail.reason = "JOB_DELETED";
  return makeError(absl::StatusCode::kAborted, "the job and its result were deleted", detail);
}

absl::Status tooLarge(uint64_t max_bytes) {
  return makeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("the result is larger than ", max_bytes, " bytes, which is all that is kept"),
      {"RESULT_TOO_LARGE", "", "", absl::StrCat("a result of at most ", max_bytes, " bytes"),
       "Split the input, or use fewer segments."});
}

}  // namespace

absl::StatusOr<std::shared_ptr<SpooledResult>> ResultFile::create(const std::string& path,
                                                                  const FeatureCodec& codec,
                                                                  uint64_t max_bytes) {
  absl::StatusOr<File> file = File::create(path);
  if (!file.ok()) return file.status();
  return std::shared_ptr<SpooledResult>(new ResultFile(path, codec, max_bytes));
}

absl::Status ResultFile::checkOpen() const {
  if (name_ == nullptr) return removedError();
  if (complete_) return misuse("the result is complete");
  return absl::OkStatus();
}

absl::Status ResultFile::addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) {
  ChunkExtent extent;
  extent.chunk = chunk;
  uint64_t stored = 0;
  uint64_t bytes = 0;
  std::shared_ptr<const FileName> name;  // The file stays while it is written.
  for (const EncodedRecord& record : records) {
    stored += storedSize(record);
    bytes += record.bytes.size();
    extent.features += record.features;
  }
  {
    MutexLock lock(mutex_);
    const absl::Status open = checkOpen();
    if (!open.ok()) return open;
    if (end_ + stored > max_bytes_) return tooLarge(max_bytes_);
    name = name_;
    extent.offset = end_;
    end_ += stored;
    extent.end = end_;
  }
  if (!records.empty()) {
    absl::StatusOr<File> file = File::openForWriting(name->path);
    if (!file.ok()) return file.status();
    uint64_t offset = extent.offset;
    for (const EncodedRecord& record : records) {
      const absl::Status written = writeRecord(*file, offset, chunk, record);
      if (!written.ok()) return written;
      offset += storedSize(record);
    }
  }
  MutexLock lock(mutex_);
  const absl::Status open = checkOpen();
  if (!open.ok()) return open;
  if (!index_.add(extent)) return misuse(absl::StrCat("chunk ", chunk, " was added twice"));
  features_ += extent.features;
  bytes_ += bytes;
  return absl::OkStatus();
}

absl::Status ResultFile::complete() {
  MutexLock lock(mutex_);
  const absl::Status open = checkOpen();
  if (!open.ok()) return open;
  if (!index_.gapless()) return misuse("a chunk is missing before the last");
  complete_ = true;
  return absl::OkStatus();
}

uint64_t ResultFile::featureCount() const {
  MutexLock lock(mutex_);
  return features_;
}

uint64_t ResultFile::byteCount() const {
  MutexLock lock(mutex_);
  return bytes_;
}

absl::StatusOr<std::unique_ptr<ResultReader>> ResultFile::read(uint64_t ordinal) {
  MutexLock lock(mutex_);
  if (name_ == nullptr) return removedError();
  const absl::StatusOr<std::optional<size_t>> place = findLocked(ordinal);
  if (!place.ok()) return place.status();
  absl::StatusOr<File> file = File::openForReading(name_->path);
  if (!file.ok()) return file.status();
  return makeResultFileReader(shared_from_this(), *std::move(file), ordinal);
}

std::shared_ptr<const FeatureSet> ResultFile::featureSet(Schema schema) {
  MutexLock lock(mutex_);
  if (name_ == nullptr) return nullptr;
  return makeResultFeatureSet(shared_from_this(), name_, codec_, std::move(schema));
}

void ResultFile::remove() {
  MutexLock lock(mutex_);
  name_.reset();
}

std::optional<ChunkExtent> ResultFile::extentAt(size_t place) const {
  MutexLock lock(mutex_);
  return index_.at(place);
}

absl::StatusOr<std::optional<size_t>> ResultFile::findExtent(uint64_t ordinal) const {
  MutexLock lock(mutex_);
  return findLocked(ordinal);
}

absl::StatusOr<std::optional<size_t>> ResultFile::findLocked(uint64_t ordinal) const {
  if (complete_ && ordinal > index_.readyFeatures()) {
    return makeError(absl::StatusCode::kOutOfRange,
                     {"ORDINAL_OUT_OF_RANGE", "start_ordinal", absl::StrCat(ordinal),
                      absl::StrCat("0 to ", index_.readyFeatures())});
  }
  return index_.find(ordinal);
}

}  // namespace geotask
