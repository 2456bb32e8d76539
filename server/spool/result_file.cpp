// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/result_file.h"

#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "spool/record.h"
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

}  // namespace

absl::StatusOr<std::shared_ptr<SpooledResult>> ResultFile::create(const std::string& path) {
  absl::StatusOr<File> file = File::create(path);
  if (!file.ok()) return file.status();
  return std::shared_ptr<SpooledResult>(new ResultFile(path));
}

ResultFile::~ResultFile() { remove(); }

absl::Status ResultFile::checkOpen() const {
  if (removed_) return removedError();
  if (complete_) return misuse("the result is complete");
  return absl::OkStatus();
}

absl::Status ResultFile::addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) {
  ChunkExtent extent;
  extent.chunk = chunk;
  uint64_t stored = 0;
  uint64_t bytes = 0;
  for (const EncodedRecord& record : records) {
    stored += storedSize(record);
    bytes += record.bytes.size();
    extent.features += record.features;
  }
  {
    MutexLock lock(mutex_);
    const absl::Status open = checkOpen();
    if (!open.ok()) return open;
    extent.offset = end_;
    end_ += stored;
    extent.end = end_;
  }
  if (!records.empty()) {
    absl::StatusOr<File> file = File::openForWriting(path_);
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
  if (removed_) return removedError();
  const absl::StatusOr<std::optional<size_t>> place = findLocked(ordinal);
  if (!place.ok()) return place.status();
  absl::StatusOr<File> file = File::openForReading(path_);
  if (!file.ok()) return file.status();
  return makeResultFileReader(shared_from_this(), *std::move(file), ordinal);
}

void ResultFile::remove() {
  MutexLock lock(mutex_);
  if (!std::exchange(removed_, true)) ::unlink(path_.c_str());
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
