// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/result_feature_set.h"

#include <utility>

#include "spool/result_file_reader.h"

namespace geotask {
namespace {

struct Rows {
  const std::shared_ptr<const ResultFile> result;
  const std::shared_ptr<const FileName> name;  // Keeps the file.
  const FeatureCodec& codec;
  const Schema schema;
};

class RowReader : public FeatureReader {
 public:
  RowReader(std::shared_ptr<const Rows> rows, std::unique_ptr<ResultReader> records)
      : rows_(std::move(rows)), records_(std::move(records)), decoder_(rows_->codec.decoder()) {}

  const Schema& schema() const override { return rows_->schema; }
  std::optional<uint64_t> featureCount() const override { return rows_->result->featureCount(); }

  absl::StatusOr<bool> next(Feature& feature) override {
    while (next_ == batch_.size()) {
      batch_.clear();
      next_ = 0;
      const auto record = records_->next();
      if (!record.ok()) return record.status();
      if (!record->has_value()) return false;
      const absl::Status decoded = decoder_->decode((*record)->bytes, batch_);
      if (!decoded.ok()) return decoded;
    }
    feature = std::move(batch_[next_++]);
    return true;
  }

 private:
  const std::shared_ptr<const Rows> rows_;
  const std::unique_ptr<ResultReader> records_;
  const std::unique_ptr<FeatureDecoder> decoder_;
  FeatureBatch batch_;
  size_t next_ = 0;  // In the batch.
};

class ResultFeatureSet : public FeatureSet {
 public:
  explicit ResultFeatureSet(std::shared_ptr<const Rows> rows) : rows_(std::move(rows)) {}

  const Schema& schema() const override { return rows_->schema; }
  uint64_t featureCount() const override { return rows_->result->featureCount(); }
  uint64_t memoryBytes() const override { return 0; }
  uint64_t diskBytes() const override { return rows_->result->byteCount(); }
  absl::StatusOr<std::unique_ptr<FeatureReader>> open() const override {
    absl::StatusOr<File> file = File::openForReading(rows_->name->path);
    if (!file.ok()) return file.status();
    return std::make_unique<RowReader>(rows_,
                                       makeResultFileReader(rows_->result, *std::move(file), 0));
  }

 private:
  const std::shared_ptr<const Rows> rows_;
};

}  // namespace

std::shared_ptr<const FeatureSet> makeResultFeatureSet(std::shared_ptr<const ResultFile> result,
                                                       std::shared_ptr<const FileName> name,
                                                       const FeatureCodec& codec, Schema schema) {
  return std::make_shared<ResultFeatureSet>(std::make_shared<const Rows>(
      Rows{std::move(result), std::move(name), codec, std::move(schema)}));
}

}  // namespace geotask
