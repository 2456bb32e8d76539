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

// What is read keeps the share too.
class CountedReader : public FileReader {
 public:
  CountedReader(std::shared_ptr<const void> share, std::unique_ptr<FileReader> reader)
      : share_(std::move(share)), reader_(std::move(reader)) {}
  absl::StatusOr<bool> next(std::string& bytes, size_t limit) override {
    return reader_->next(bytes, limit);
  }

 private:
  const std::shared_ptr<const void> share_;  // Before the reader: it goes after it.
  const std::unique_ptr<FileReader> reader_;
};

class CountedFiles : public FileSet {
 public:
  CountedFiles(std::shared_ptr<const FileSet> files, DiskShare share)
      : share_(std::make_shared<const DiskShare>(std::move(share))), files_(std::move(files)) {}

  const std::vector<FileInfo>& files() const override { return files_->files(); }
  uint64_t diskBytes() const override { return files_->diskBytes(); }
  const std::string& folder() const override { return files_->folder(); }
  absl::StatusOr<std::unique_ptr<FileReader>> read(const std::string& path,
                                                   uint64_t offset) const override {
    auto reader = files_->read(path, offset);
    if (!reader.ok()) return reader.status();
    return std::make_unique<CountedReader>(share_, *std::move(reader));
  }

 private:
  const std::shared_ptr<const DiskShare> share_;  // Before the files: it goes after them.
  const std::shared_ptr<const FileSet> files_;
};

}  // namespace

std::shared_ptr<const FeatureSet> makeCountedSet(std::shared_ptr<const FeatureSet> rows,
                                                 DiskShare share) {
  return std::make_shared<CountedSet>(std::move(rows), std::move(share));
}

std::shared_ptr<const FileSet> makeCountedSet(std::shared_ptr<const FileSet> files,
                                              DiskShare share) {
  return std::make_shared<CountedFiles>(std::move(files), std::move(share));
}

}  // namespace geotask
