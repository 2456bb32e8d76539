// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/chunk_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

constexpr double kChunkMicroseconds = 25000;
constexpr size_t kMostRows = 4096;
constexpr size_t kMostBytes = size_t{4} << 20;

}  // namespace

double predictedBufferMicroseconds(const Feature& feature, const BufferOptions& options) {
  constexpr double kRow = 4;
  if (!feature.wkb) return kRow;
  const double vertices = static_cast<double>(feature.wkb->size()) / (2 * sizeof(double));
  // True metres take vertices in between, and large features their parts one by one.
  const double projected = options.unit == DistanceUnit::kMetres ? 6 : 1;
  return kRow + projected * vertices * (1 + 0.25 * options.segmentsOrDefault());
}

ChunkReader::ChunkReader(std::unique_ptr<FeatureReader> reader, const BufferOptions& options,
                         uint64_t max_vertices)
    : options_(options), max_vertices_(max_vertices), reader_(std::move(reader)) {}

absl::Status ChunkReader::readAhead() {
  Feature feature;
  absl::StatusOr<bool> got = reader_->next(feature);
  if (!got.ok()) return got.status();
  ahead_.reset();
  if (*got && feature.wkb) {
    const absl::Status few = checkVertexCount(*feature.wkb, max_vertices_);
    if (!few.ok()) return atField(absl::StrCat("feature ", feature.id), few);
  }
  if (*got) ahead_ = std::move(feature);
  return absl::OkStatus();
}

absl::StatusOr<RowChunk> ChunkReader::next() {
  MutexLock lock(mutex_);
  if (!begun_) {
    begun_ = true;
    absl::Status status = readAhead();
    if (!status.ok()) return status;
  }
  RowChunk chunk;
  chunk.number = next_number_++;
  double microseconds = 0;
  size_t bytes = 0;
  while (ahead_ && microseconds < kChunkMicroseconds && chunk.rows.size() < kMostRows &&
         bytes < kMostBytes) {
    microseconds += predictedBufferMicroseconds(*ahead_, options_);
    bytes += ahead_->wkb ? ahead_->wkb->size() : 0;
    chunk.rows.push_back(std::move(*ahead_));
    absl::Status status = readAhead();
    if (!status.ok()) return status;
  }
  chunk.last = !ahead_;
  return chunk;
}

}  // namespace geotask
