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

namespace geotask {

class ResultFile : public SpooledResult, public std::enable_shared_from_this<ResultFile> {
 public:
  // Makes the file.
  static absl::StatusOr<std::shared_ptr<SpooledResult>> create(const std::string& path);
  ~ResultFile() override;

  absl::Status addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) override;
  absl::Status complete() override;
  uint64_t featureCount() const override;
  uint64_t byteCount() const override;
  absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t ordinal) override;
  void remove() override;

  // For readers, which keep the result alive.
  std::optional<ChunkExtent> extentAt(size_t place) const;
  // The place of the chunk that holds the row, nothing when it is not there yet, or OUT_OF_RANGE
  // when it never will be.
  absl::StatusOr<std::optional<size_t>> findExtent(uint64_t ordinal) const;

 private:
  explicit ResultFile(std::string path) : path_(std::move(path)) {}
  absl::Status checkOpen() const GEOTASK_REQUIRES(mutex_);
  absl::StatusOr<std::optional<size_t>> findLocked(uint64_t ordinal) const GEOTASK_REQUIRES(mutex_);

  const std::string path_;
  mutable Mutex mutex_;
  ChunkIndex index_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t end_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Of what is reserved.
  uint64_t features_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool complete_ GEOTASK_GUARDED_BY(mutex_) = false;
  bool removed_ GEOTASK_GUARDED_BY(mutex_) = false;
};

}  // namespace geotask
