// SPDX-License-Identifier: GPL-2.0-or-later
#include <memory>
#include <utility>

#include "domain/feature_set.h"

namespace geotask {

namespace {

uint64_t sizeOf(const FeatureBatch& rows) {
  uint64_t size = (rows.capacity() - rows.size()) * sizeof(Feature);
  for (const Feature& row : rows) size += memoryOf(row);
  return size;
}

uint64_t sizeOf(const Schema& schema) {
  uint64_t size = schema.fields.capacity() * sizeof(Field) + schema.crs.capacity();
  for (const Field& field : schema.fields) size += field.name.capacity();
  return size;
}

struct Rows {
  Schema schema;
  FeatureBatch rows;
};

class MemoryReader : public FeatureReader {
 public:
  explicit MemoryReader(std::shared_ptr<const Rows> rows) : rows_(std::move(rows)) {}

  const Schema& schema() const override { return rows_->schema; }
  std::optional<uint64_t> featureCount() const override { return rows_->rows.size(); }
  absl::StatusOr<bool> next(Feature& feature) override {
    if (next_ == rows_->rows.size()) return false;
    feature = rows_->rows[next_++];
    return true;
  }

 private:
  const std::shared_ptr<const Rows> rows_;
  size_t next_ = 0;
};

class MemoryFeatureSet : public FeatureSet {
 public:
  explicit MemoryFeatureSet(Rows rows)
      : rows_(std::make_shared<const Rows>(std::move(rows))),
        bytes_(sizeOf(rows_->rows) + sizeOf(rows_->schema)) {}

  const Schema& schema() const override { return rows_->schema; }
  uint64_t featureCount() const override { return rows_->rows.size(); }
  uint64_t memoryBytes() const override { return bytes_; }
  uint64_t diskBytes() const override { return 0; }
  absl::StatusOr<std::unique_ptr<FeatureReader>> open() const override {
    return std::make_unique<MemoryReader>(rows_);
  }

 private:
  const std::shared_ptr<const Rows> rows_;
  const uint64_t bytes_;
};

}  // namespace

std::shared_ptr<const FeatureSet> makeMemoryFeatureSet(Schema schema, FeatureBatch rows) {
  return std::make_shared<MemoryFeatureSet>(Rows{std::move(schema), std::move(rows)});
}

}  // namespace geotask
