// SPDX-License-Identifier: GPL-2.0-or-later
#include "spool/result_file_reader.h"

#include <optional>
#include <utility>

#include "spool/record.h"

namespace geotask {
namespace {

class ResultFileReader : public ResultReader {
 public:
  ResultFileReader(std::shared_ptr<const ResultFile> result, File file, uint64_t ordinal)
      : result_(std::move(result)), file_(std::move(file)), ordinal_(ordinal) {}

  absl::StatusOr<std::optional<SpoolRecord>> next() override {
    if (!positioned_) {
      const absl::Status status = seek();
      if (!status.ok()) return status;
      if (!positioned_) return std::nullopt;
    }
    if (extent_ && offset_ == extent_->end) {
      extent_.reset();
      ++place_;
    }
    if (!extent_) {
      extent_ = result_->extentAt(place_);
      if (!extent_) return std::nullopt;
      offset_ = extent_->offset;
      ordinal_ = extent_->first_ordinal;
    }
    return take();
  }

 private:
  // Goes to the first record of the row that was asked for, if it is there.
  absl::Status seek() {
    const absl::StatusOr<std::optional<size_t>> place = result_->findExtent(ordinal_);
    if (!place.ok()) return place.status();
    if (!place->has_value()) return absl::OkStatus();
    place_ = **place;
    const ChunkExtent extent = *result_->extentAt(place_);
    uint64_t row = extent.first_ordinal;
    uint64_t row_offset = extent.offset;  // A row of several pieces begins with the first of them.
    for (uint64_t offset = extent.offset;;) {
      const absl::StatusOr<RecordHeader> header =
          readRecordHeader(file_, offset, extent.chunk, extent.end);
      if (!header.ok()) return header.status();
      if (ordinal_ < row + header->features) break;
      offset += header->storedSize();
      if (header->features > 0) {
        row += header->features;
        row_offset = offset;
      }
    }
    extent_ = extent;
    offset_ = row_offset;
    ordinal_ = row;
    positioned_ = true;
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<SpoolRecord>> take() {
    const absl::StatusOr<RecordHeader> header =
        readRecordHeader(file_, offset_, extent_->chunk, extent_->end);
    if (!header.ok()) return header.status();
    absl::StatusOr<std::string> bytes = readRecordBytes(file_, offset_, *header);
    if (!bytes.ok()) return bytes.status();
    SpoolRecord record{*std::move(bytes), ordinal_, header->features};
    offset_ += header->storedSize();
    ordinal_ += header->features;
    return record;
  }

  const std::shared_ptr<const ResultFile> result_;
  const File file_;
  bool positioned_ = false;
  size_t place_ = 0;                   // Of the chunk among those that are not empty.
  std::optional<ChunkExtent> extent_;  // That chunk, once it is ready.
  uint64_t offset_ = 0;                // Of the next record.
  uint64_t ordinal_;                   // Of the next row; before the search, of the row to find.
};

}  // namespace

std::unique_ptr<ResultReader> makeResultFileReader(std::shared_ptr<const ResultFile> result,
                                                   File file, uint64_t ordinal) {
  return std::make_unique<ResultFileReader>(std::move(result), std::move(file), ordinal);
}

}  // namespace geotask
