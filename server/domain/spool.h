// SPDX-License-Identifier: GPL-2.0-or-later
//
// A port: where rows lie on disk. A result is written in chunks, which may be finished in any
// order, and read in the order of the chunks, also while it is being written.
//
//     auto result = spool.createResult("job-1");           // A pool thread.
//     (*result)->addChunk(1, codec.encode(rows_of_1));     // Chunk 1 is done before chunk 0.
//     (*result)->addChunk(0, codec.encode(rows_of_0));     // Now both can be read.
//     (*result)->complete();
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/feature_codec.h"
#include "domain/feature_set.h"
#include "domain/file_set.h"

namespace geotask {

// One record of a result on its way out.
struct SpoolRecord {
  std::string bytes;
  uint64_t first_ordinal = 0;  // Of its first row, or of the row it is a piece of.
  uint32_t features = 0;       // Rows that end in it.
};

// Used by one thread at a time. Stays usable when the result is removed meanwhile.
class ResultReader {
 public:
  virtual ~ResultReader() = default;
  // The next record; nothing when there is none (yet).
  virtual absl::StatusOr<std::optional<SpoolRecord>> next() = 0;
};

// Thread-safe. No file stays open between calls once it is complete, so that there may be as many
// results as the disk holds.
class SpooledResult {
 public:
  virtual ~SpooledResult() = default;
  // Adds chunk number `chunk` (from 0, each once; may be empty).
  virtual absl::Status addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) = 0;
  // No chunk follows.
  virtual absl::Status complete() = 0;
  // Rows and bytes written, in whatever order.
  virtual uint64_t featureCount() const = 0;
  virtual uint64_t byteCount() const = 0;
  // Reads from the record on that holds row `ordinal`; OUT_OF_RANGE beyond the end of a complete
  // result (its very end is not beyond). On one that is being written the reader waits there.
  virtual absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t ordinal) = 0;
  // The rows of a complete result as a set of this schema, which stays readable when the result is
  // removed. Null when that has happened before.
  virtual std::shared_ptr<const FeatureSet> featureSet(Schema schema) = 0;
  // Gives the disk back, once the sets over it have gone too. Later calls but byteCount and
  // featureCount fail.
  virtual void remove() = 0;
};

// Takes the rows of one request. Not thread-safe. Dropped without finish() it leaves nothing
// behind.
class FeatureSetWriter {
 public:
  virtual ~FeatureSetWriter() = default;
  virtual absl::Status add(const FeatureBatch& rows) = 0;
  // Bytes on disk so far.
  virtual uint64_t diskBytes() const = 0;
  // The rows as a set, whose disk is given back with its last reference.
  virtual absl::StatusOr<std::shared_ptr<const FeatureSet>> finish() = 0;
};

// Thread-safe. A full disk is RESOURCE_EXHAUSTED with reason SPOOL_FULL, a result that grows beyond
// what may be kept RESOURCE_EXHAUSTED with RESULT_TOO_LARGE, any other trouble INTERNAL with
// SPOOL_FAILED.
class Spool {
 public:
  virtual ~Spool() = default;
  virtual absl::StatusOr<std::shared_ptr<SpooledResult>> createResult(
      const std::string& job_id) = 0;
  virtual absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSet(Schema schema) = 0;
  virtual absl::StatusOr<std::unique_ptr<FileSetWriter>> createFileSet() = 0;
};

}  // namespace geotask
