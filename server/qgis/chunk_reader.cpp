// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/chunk_reader.h"

#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/chunk_size.h"
#include "domain/errors.h"
#include "domain/stop.h"
#include "domain/wkb.h"
#include "geos/buffer_plan.h"
#include "geos/cost_model.h"
#include "geos/wkb_parts.h"

namespace geotask {

namespace {

constexpr uint64_t kMostBytes = uint64_t{8} << 20;  // With attributes.
// How far the reader runs ahead of the work, to know what is to come: progress and the last chunks
// hang on it.
constexpr uint64_t kMostBytesAhead = uint64_t{16} << 20;
constexpr size_t kMostRowsAhead = 20'000;
// How many rows more than it gives out it reads in one call, so that none waits long for it.
constexpr size_t kRowsACall = 256;
constexpr uint64_t kBytesACall = uint64_t{2} << 20;

constexpr double kRow = 4;
// Rows of more bytes are reckoned by those: to look at each part would hold up whoever waits for a chunk.
constexpr size_t kMostLookedAt = size_t{16} << 20;
constexpr double kMicrosecondsAByte = 1;  // Points.

double distanceOf(const Feature& feature, const BufferOptions& options,
                  std::optional<size_t> field) {
  if (field && *field < feature.attributes.size()) {
    const Value& value = feature.attributes[*field];
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* number = std::get_if<int64_t>(&value)) return static_cast<double>(*number);
  }
  return options.distance.value_or(0);
}

}  // namespace

double predictedBufferMicroseconds(const Feature& feature, const BufferOptions& options,
                                   std::optional<size_t> distance_field) {
  if (!feature.wkb) return kRow;
  if (feature.wkb->size() > kMostLookedAt) {
    return kMicrosecondsAByte * static_cast<double>(feature.wkb->size());
  }
  const std::optional<WkbParts> parts = wkbParts(*feature.wkb);
  if (!parts) return kRow;
  if (options.unit == DistanceUnit::kMetres) {
    // True metres take vertices in between, and large features their parts one by one.
    return kRow +
           6 * static_cast<double>(parts->vertices) * (1 + 0.25 * options.segmentsOrDefault());
  }
  const BufferStyle style = bufferStyle(options, distanceOf(feature, options, distance_field));
  const BufferCost cost = predictedBuffer(*parts, style);
  return kRow + (cuts(*parts, cost, style) ? cost.parts : cost.whole);
}

ChunkReader::ChunkReader(std::unique_ptr<FeatureReader> reader, const BufferOptions& options,
                         uint64_t max_vertices)
    : options_(options),
      max_vertices_(max_vertices),
      distance_field_(options.distance_field.empty()
                          ? std::nullopt
                          : reader->schema().fieldIndex(options.distance_field)),
      reader_(std::move(reader)) {}

absl::Status ChunkReader::readAhead() {
  uint64_t bytes = 0;
  for (size_t rows = 0; !at_end_ && ahead_bytes_ < kMostBytesAhead &&
                        ahead_.size() < kMostRowsAhead && rows < kRowsACall && bytes < kBytesACall;
       ++rows) {
    Ahead next;
    absl::StatusOr<bool> got = reader_->next(next.row);
    if (!got.ok()) return got.status();
    if (!*got) {
      at_end_ = true;
      break;
    }
    next.bytes = memoryOf(next.row);
    checkStopAfterBytes(next.bytes);
    if (next.row.wkb) {
      const absl::Status few = checkVertexCount(*next.row.wkb, max_vertices_);
      if (!few.ok()) return atField(absl::StrCat("feature ", next.row.id), few);
    }
    next.microseconds = predictedBufferMicroseconds(next.row, options_, distance_field_);
    bytes += next.bytes;
    ahead_bytes_ += next.bytes;
    ahead_microseconds_ += next.microseconds;
    microseconds_read_ += next.microseconds;
    ++rows_read_;
    ahead_.push_back(std::move(next));
  }
  return absl::OkStatus();
}

double ChunkReader::remainingMicroseconds() const {
  if (at_end_) return ahead_microseconds_;
  const std::optional<uint64_t> count = reader_->featureCount();
  if (!count || rows_read_ == 0) return 1e12;
  const double unread = *count > rows_read_ ? static_cast<double>(*count - rows_read_) : 1;
  return ahead_microseconds_ + unread * microseconds_read_ / static_cast<double>(rows_read_);
}

std::optional<double> ChunkReader::totalMicroseconds() const {
  MutexLock lock(mutex_);
  if (rows_read_ == 0 || (!at_end_ && !reader_->featureCount())) return std::nullopt;
  return microseconds_read_ - ahead_microseconds_ + remainingMicroseconds();
}

absl::StatusOr<RowChunk> ChunkReader::next() {
  MutexLock lock(mutex_);
  RowChunk chunk;
  chunk.number = next_number_++;
  uint64_t bytes = 0;
  double most = 0;
  for (;;) {
    if (ahead_.empty() || (chunk.rows.empty() && !at_end_)) {
      absl::Status status = readAhead();
      if (!status.ok()) return status;
    }
    if (ahead_.empty()) break;
    if (chunk.rows.empty()) most = chunkMicroseconds(remainingMicroseconds());
    Ahead& row = ahead_.front();
    const bool heavy = row.microseconds >= kMostChunkMicroseconds;
    if (!chunk.rows.empty() && (heavy || chunk.microseconds + row.microseconds > most)) break;
    bytes += row.bytes;
    ahead_bytes_ -= row.bytes;
    ahead_microseconds_ -= row.microseconds;
    chunk.microseconds += row.microseconds;
    chunk.heavy = heavy;
    chunk.rows.push_back(std::move(row.row));
    ahead_.pop_front();
    if (heavy || chunk.rows.size() >= kMostChunkRows || bytes >= kMostBytes) break;
  }
  if (ahead_.empty() && !at_end_) {
    absl::Status status = readAhead();
    if (!status.ok()) return status;
  }
  chunk.last = ahead_.empty() && at_end_;
  return chunk;
}

}  // namespace geotask
