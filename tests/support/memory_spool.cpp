// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/memory_spool.h"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/errors.h"
#include "domain/mutex.h"

namespace geotask {
namespace {

// Chunks as they come; those that follow one another from 0 on can be read.
class Chunks {
 public:
  void add(uint64_t chunk, const std::vector<EncodedRecord>& records) {
    MutexLock lock(mutex_);
    for (const EncodedRecord& record : records) {
      features_ += record.features;
      bytes_ += record.bytes.size();
    }
    waiting_[chunk] = records;
    for (auto next = waiting_.find(next_chunk_); next != waiting_.end();
         next = waiting_.find(++next_chunk_)) {
      for (EncodedRecord& record : next->second) {
        records_.push_back({std::move(record.bytes), ready_, record.features});
        ready_ += record.features;
      }
      waiting_.erase(next);
    }
  }
  void complete() {
    MutexLock lock(mutex_);
    complete_ = true;
  }
  std::optional<SpoolRecord> record(size_t index) const {
    MutexLock lock(mutex_);
    if (index < records_.size()) return records_[index];
    return std::nullopt;
  }
  bool isBeyondEnd(uint64_t ordinal) const {
    MutexLock lock(mutex_);
    return complete_ && ordinal > ready_;
  }
  uint64_t features() const {
    MutexLock lock(mutex_);
    return features_;
  }
  uint64_t bytes() const {
    MutexLock lock(mutex_);
    return bytes_;
  }

 private:
  mutable Mutex mutex_;
  std::map<uint64_t, std::vector<EncodedRecord>> waiting_ GEOTASK_GUARDED_BY(mutex_);
  std::vector<SpoolRecord> records_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t next_chunk_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t ready_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t features_ GEOTASK_GUARDED_BY(mutex_) = 0;
  uint64_t bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool complete_ GEOTASK_GUARDED_BY(mutex_) = false;
};

class MemoryResultReader : public ResultReader {
 public:
  MemoryResultReader(std::shared_ptr<Chunks> chunks, uint64_t ordinal)
      : chunks_(std::move(chunks)), ordinal_(ordinal) {}

  absl::StatusOr<std::optional<SpoolRecord>> next() override {
    for (;;) {
      auto record = chunks_->record(index_);
      if (!record) return std::nullopt;
      ++index_;
      // A piece ends no row and belongs to the row of its ordinal.
      const uint64_t last = record->first_ordinal + std::max<uint64_t>(record->features, 1) - 1;
      if (last >= ordinal_) return record;
    }
  }

 private:
  std::shared_ptr<Chunks> chunks_;
  const uint64_t ordinal_;
  size_t index_ = 0;
};

class MemoryResult : public SpooledResult {
 public:
  explicit MemoryResult(const FeatureCodec* codec) : codec_(codec) {}

  absl::Status addChunk(uint64_t chunk, const std::vector<EncodedRecord>& records) override {
    chunks_->add(chunk, records);
    return absl::OkStatus();
  }
  absl::Status complete() override {
    chunks_->complete();
    return absl::OkStatus();
  }
  uint64_t featureCount() const override { return chunks_->features(); }
  uint64_t byteCount() const override { return chunks_->bytes(); }
  absl::StatusOr<std::unique_ptr<ResultReader>> read(uint64_t ordinal) override {
    if (chunks_->isBeyondEnd(ordinal))
      return makeError(absl::StatusCode::kOutOfRange,
                       {"ORDINAL_OUT_OF_RANGE", "start_ordinal", std::to_string(ordinal),
                        "at most the number of rows"});
    return std::make_unique<MemoryResultReader>(chunks_, ordinal);
  }
  std::shared_ptr<const FeatureSet> featureSet(Schema schema) override {
    FeatureBatch rows;
    if (codec_ != nullptr) {
      const auto decoder = codec_->decoder();
      for (size_t i = 0; const auto record = chunks_->record(i); ++i)
        static_cast<void>(decoder->decode(record->bytes, rows));
    }
    return makeMemoryFeatureSet(std::move(schema), std::move(rows));
  }
  void remove() override {}

 private:
  const FeatureCodec* const codec_;
  std::shared_ptr<Chunks> chunks_ = std::make_shared<Chunks>();
};

class MemoryFeatureSetWriter : public FeatureSetWriter {
 public:
  MemoryFeatureSetWriter(Schema schema, const std::atomic<bool>& full,
                         std::shared_ptr<std::atomic<int>> writers)
      : schema_(std::move(schema)), full_(full), writers_(std::move(writers)) {
    ++*writers_;
  }
  ~MemoryFeatureSetWriter() override { --*writers_; }

  absl::Status add(const FeatureBatch& rows) override {
    if (full_)
      return makeError(absl::StatusCode::kResourceExhausted,
                       {"SPOOL_FULL", "", "", "", "Retry later.", absl::Seconds(30)});
    for (const Feature& row : rows) bytes_ += 24 + (row.wkb ? row.wkb->size() : 0);
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    return absl::OkStatus();
  }
  uint64_t diskBytes() const override { return bytes_; }
  absl::StatusOr<std::shared_ptr<const FeatureSet>> finish() override {
    return makeMemoryFeatureSet(std::move(schema_), std::move(rows_));
  }

 private:
  Schema schema_;
  const std::atomic<bool>& full_;
  std::shared_ptr<std::atomic<int>> writers_;
  FeatureBatch rows_;
  uint64_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<std::shared_ptr<SpooledResult>> MemorySpool::createResult(const std::string&) {
  return std::make_shared<MemoryResult>(codec_);
}

absl::StatusOr<std::unique_ptr<FeatureSetWriter>> MemorySpool::createFeatureSet(Schema schema) {
  return std::make_unique<MemoryFeatureSetWriter>(std::move(schema), full_, writers_);
}

}  // namespace geotask
