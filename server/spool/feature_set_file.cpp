// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/feature_set_file.h"

#include <utility>

#include "domain/stop.h"
#include "spool/file_name.h"
#include "spool/record.h"

namespace geotask {
namespace {

// A file and what is known of it.
struct StoredRows {
  StoredRows(std::string path, const FeatureCodec& c, Schema s)
      : file(std::move(path)), codec(c), schema(std::move(s)) {}

  const FileName file;
  const FeatureCodec& codec;
  const Schema schema;
  uint64_t features = 0;
  uint64_t end = 0;
};

class StoredReader : public FeatureReader {
 public:
  StoredReader(std::shared_ptr<const StoredRows> rows, File file)
      : rows_(std::move(rows)), file_(std::move(file)), decoder_(rows_->codec.decoder()) {}

  const Schema& schema() const override { return rows_->schema; }
  std::optional<uint64_t> featureCount() const override { return rows_->features; }

  absl::StatusOr<bool> next(Feature& feature) override {
    while (next_ == batch_.size()) {
      if (offset_ == rows_->end) return false;
      const absl::Status status = readRecord();
      if (!status.ok()) return status;
    }
    feature = std::move(batch_[next_++]);
    return true;
  }

 private:
  absl::Status readRecord() {
    batch_.clear();
    next_ = 0;
    const absl::StatusOr<RecordHeader> header = readRecordHeader(file_, offset_, 0, rows_->end);
    if (!header.ok()) return header.status();
    const absl::StatusOr<std::string> bytes = readRecordBytes(file_, offset_, *header);
    if (!bytes.ok()) return bytes.status();
    offset_ += header->storedSize();
    checkStopAfterBytes(bytes->size());
    return decoder_->decode(*bytes, batch_);
  }

  const std::shared_ptr<const StoredRows> rows_;
  const File file_;
  const std::unique_ptr<FeatureDecoder> decoder_;
  uint64_t offset_ = 0;
  FeatureBatch batch_;
  size_t next_ = 0;  // In the batch.
};

class StoredSet : public FeatureSet {
 public:
  explicit StoredSet(std::shared_ptr<const StoredRows> rows) : rows_(std::move(rows)) {}

  const Schema& schema() const override { return rows_->schema; }
  uint64_t featureCount() const override { return rows_->features; }
  uint64_t memoryBytes() const override { return 0; }
  uint64_t diskBytes() const override { return rows_->end; }
  absl::StatusOr<std::unique_ptr<FeatureReader>> open() const override {
    absl::StatusOr<File> file = File::openForReading(rows_->file.path);
    if (!file.ok()) return file.status();
    return std::make_unique<StoredReader>(rows_, *std::move(file));
  }

 private:
  const std::shared_ptr<const StoredRows> rows_;
};

class StoredSetWriter : public FeatureSetWriter {
 public:
  StoredSetWriter(std::shared_ptr<StoredRows> rows, File file)
      : rows_(std::move(rows)), file_(std::move(file)) {}

  absl::Status add(const FeatureBatch& batch) override {
    for (const EncodedRecord& record : rows_->codec.encode(batch)) {
      const absl::Status written = writeRecord(*file_, rows_->end, 0, record);
      if (!written.ok()) return written;
      rows_->end += storedSize(record);
      rows_->features += record.features;
    }
    return absl::OkStatus();
  }

  uint64_t diskBytes() const override { return rows_->end; }

  absl::StatusOr<std::shared_ptr<const FeatureSet>> finish() override {
    file_.reset();
    return std::make_shared<const StoredSet>(std::move(rows_));
  }

 private:
  std::shared_ptr<StoredRows> rows_;
  std::optional<File> file_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FeatureSetWriter>> createFeatureSetFile(const std::string& path,
                                                                       const FeatureCodec& codec,
                                                                       Schema schema) {
  absl::StatusOr<File> file = File::create(path);
  if (!file.ok()) return file.status();
  return std::make_unique<StoredSetWriter>(
      std::make_shared<StoredRows>(path, codec, std::move(schema)), *std::move(file));
}

}  // namespace geotask
