// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/buffer_work.h"

#include <qgsexception.h>
#include <qgsmultipolygon.h>

#include <utility>

#include "domain/errors.h"
#include "qgis/message_log.h"

namespace geotask {

BufferWork::BufferWork(const WorkTools& tools, std::string job_id, const JobSpec& spec,
                       std::shared_ptr<const FeatureSet> features)
    : tools_(tools), job_id_(std::move(job_id)), spec_(spec), features_(std::move(features)) {}

std::optional<uint64_t> BufferWork::claim() {
  MutexLock lock(mutex_);
  switch (phase_) {
    case Phase::kToOpen:
      phase_ = Phase::kOpening;
      break;
    case Phase::kReading:
      break;
    case Phase::kRead:
      if (running_ > 0) return std::nullopt;
      phase_ = Phase::kUniting;
      break;
    default:
      return std::nullopt;
  }
  ++running_;
  return claimed_++;
}

bool BufferWork::finished() const {
  MutexLock lock(mutex_);
  return phase_ == Phase::kDone;
}

absl::Status BufferWork::run(uint64_t, ChunkContext& context) {
  const MessagesToJob messages(context);
  Phase phase;
  {
    MutexLock lock(mutex_);
    phase = phase_;
  }
  absl::Status status;
  try {
    if (phase == Phase::kOpening) {
      status = open(context);
    } else if (phase == Phase::kUniting) {
      status = unite(context);
    } else {
      status = bufferNext(context);
    }
  } catch (const QgsException& error) {
    status = makeError(absl::StatusCode::kInternal, error.what().toStdString(), {"INTERNAL"});
  }
  if (endChunk(status, context.cancelled())) return result_->complete();
  return status;
}

bool BufferWork::endChunk(const absl::Status& status, bool cancelled) {
  MutexLock lock(mutex_);
  --running_;
  if (!status.ok() || cancelled || running_ > 0) return false;
  const bool complete =
      phase_ == Phase::kUniting || (phase_ == Phase::kRead && !spec_.buffer.dissolve);
  if (complete) phase_ = Phase::kDone;
  return complete;
}

absl::Status BufferWork::open(ChunkContext& context) {
  auto input =
      features_ != nullptr ? features_->open() : tools_.sources.open(spec_.source, spec_.layer);
  if (!input.ok()) return input.status();
  // A layer may have changed since the submit was checked.
  absl::Status fits = checkBufferInput(spec_.buffer, (*input)->schema());
  if (!fits.ok()) return fits;
  auto row_buffer = RowBuffer::create(spec_.buffer, (*input)->schema());
  if (!row_buffer.ok()) return row_buffer.status();
  auto result = tools_.spool.createResult(job_id_);
  if (!result.ok()) return result.status();

  row_buffer_.emplace(*std::move(row_buffer));
  reader_ = std::make_unique<ChunkReader>(*std::move(input), spec_.buffer, tools_.max_vertices);
  result_ = *std::move(result);
  context.setTotal(reader_->featureCount());
  context.addOutput(
      rowsOutput("OUTPUT", bufferOutputSchema(spec_.buffer, reader_->schema()), result_));
  context.setStage(Stage::kBuffering);
  {
    MutexLock lock(mutex_);
    phase_ = Phase::kReading;
  }
  // A layer may be large: the other threads should not wait for its first rows.
  return features_ != nullptr ? bufferNext(context) : absl::OkStatus();
}

absl::Status BufferWork::bufferNext(ChunkContext& context) {
  if (context.cancelled()) return absl::OkStatus();
  absl::StatusOr<RowChunk> chunk = reader_->next();
  if (!chunk.ok()) return chunk.status();
  if (chunk->last) {
    MutexLock lock(mutex_);
    phase_ = Phase::kRead;
  }
  if (spec_.buffer.dissolve) {
    QVector<QgsGeometry> buffers;
    absl::Status status = row_buffer_->buffer(chunk->rows, context, buffers);
    MutexLock lock(mutex_);
    if (chunk->number == 0 && !chunk->rows.empty()) {
      first_row_ = std::move(chunk->rows.front());
      first_row_.wkb.reset();
    }
    buffers_[chunk->number] = std::move(buffers);
    return status;
  }
  FeatureBatch out;
  out.reserve(chunk->rows.size());
  absl::Status status = row_buffer_->apply(chunk->rows, context, out);
  if (!status.ok() || context.cancelled()) return status;
  status = result_->addChunk(chunk->number, tools_.codec.encode(out));
  context.resultGrew();
  return status;
}

absl::Status BufferWork::unite(ChunkContext& context) {
  context.setStage(Stage::kUniting);
  QVector<QgsGeometry> all;
  Feature row;
  {
    MutexLock lock(mutex_);
    for (auto& [number, buffers] : buffers_) all += buffers;
    buffers_.clear();
    row = std::move(first_row_);
  }
  FeatureBatch out;
  if (!all.isEmpty()) {
    QgsGeometry united = QgsGeometry::unaryUnion(all);
    united.convertToMultiType();
    // Nothing united is an empty collection of no type.
    if (united.isEmpty()) united = QgsGeometry(std::make_unique<QgsMultiPolygon>());
    absl::Status status = row_buffer_->writeRow(row, std::move(united), out);
    if (!status.ok()) return status;
  }
  return result_->addChunk(0, tools_.codec.encode(out));
}

}  // namespace geotask
