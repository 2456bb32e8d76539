// SPDX-License-Identifier: GPL-2.0-or-later
//
// A result in a file of its own. Each chunk's place is reserved under the lock and written without
// it, so several threads write at once; a chunk can be read once it and all before it are written.
//
// The file is open only inside addChunk() and by readers, so neither results that were completed
// nor those of jobs that failed hold a descriptor.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/mutex.h"
#include "domain/spool.h"
#include "spool/chunk_index.h"
#include "spool/file_name.h"

namespace geotask {

class ResultFile : public SpooledResult, public std::enable_shared_from_this<ResultFile> {
 public:
  // Makes the file, for at most `max_bytes` of records. `codec` must outlive it and its sets.
  static absl::StatusOr<std::shared_ptr<SpooledResult>> create(const std::string& path,
                                                               const FeatureCodec& codec,
                                                               uint64_t max_bytes);

  absl::Status addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) override;
  absl::Status complete() override;
  uint64_t featureCount() const override;
  uint64_t byteCount() const override;
  absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t ordinal) override;
  std::shared_ptr<const FeatureSet> featureSet(Schema schema) override;
  void remove() override;

  // For readers, which keep the result alive.
  std::optional<ChunkExtent> extentAt(size_t place) const;
  // The place of the chunk that holds the row, nothing when it is not there yet, or OUT_OF_RANGE
  // when it never will be.
  absl::StatusOr<std::optional<size_t>> findExtent(uint64_t ordinal) const;

 private:
  ResultFile(const std::string& path, const FeatureCodec& codec, uint64_t max_bytes)
      : codec_(codec), max_bytes_(max_bytes), name_(std::make_shared<const FileName>(path)) {}
  absl::Status checkOpen() const GEOTASK_REQUIRES(mutex_);
  absl::StatusOr<std::optional<size_t>> findLocked(uint64_t ordinal) const GEOTASK_REQUIRES(mutex_);

  const FeatureCodec& codec_;
  const uint64_t max_bytes_;
  mutable Mutex mutex_;
  std::shared_ptr<const FileName> name_ GEOTASK_GUARDED_BY(mutex_);  // Null once removed.
  ChunkIndex index_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t end_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Of what is reserved.
  uint64_t features_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool complete_ GEOTASK_GUARDED_BY(mutex_) = false;
};

}  // namespace geotask
