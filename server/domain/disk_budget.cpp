// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/disk_budget.h"

namespace geotask {

namespace {

class CountedSet : public FeatureSet {
 public:
  CountedSet(std::shared_ptr<const FeatureSet> rows, DiskShare share)
      : share_(std::move(share)), rows_(std::move(rows)) {}

  const Schema& schema() const override { return rows_->schema(); }
  uint64_t featureCount() const override { return rows_->featureCount(); }
  uint64_t memoryBytes() const override { return rows_->memoryBytes(); }
  uint64_t diskBytes() const override { return rows_->diskBytes(); }
  absl::StatusOr<std::unique_ptr<FeatureReader>> open() const override { return rows_->open(); }

 private:
  const DiskShare share_;  // Before the rows: it goes after them.
  const std::shared_ptr<const FeatureSet> rows_;
};

}  // namespace

std::shared_ptr<const FeatureSet> makeCountedSet(std::shared_ptr<const FeatureSet> rows,
                                                 DiskShare share) {
  return std::make_shared<CountedSet>(std::move(rows), std::move(share));
}

}  // namespace geotask
