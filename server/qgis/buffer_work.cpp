// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/buffer_work.h"

#include <qgsexception.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/stop.h"
#include "geos/cost_model.h"
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
      if (heavy_ >= tools_.engine.heavyAtOnce()) return std::nullopt;
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
  } catch (const Stopped&) {
    status = absl::CancelledError();
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
  context.setStage(Stage::kReading);
  auto input =
      features_ != nullptr ? features_->open() : tools_.sources.open(spec_.source, spec_.layer);
  if (!input.ok()) return input.status();
  // A layer may have changed since the submit was checked.
  absl::Status fits = checkBufferInput(spec_.buffer, (*input)->schema());
  if (!fits.ok()) return fits;
  auto row_buffer = RowBuffer::create(spec_.buffer, (*input)->schema(), tools_.engine);
  if (!row_buffer.ok()) return row_buffer.status();
  auto result = tools_.spool.createResult(job_id_);
  if (!result.ok()) return result.status();

  row_buffer_.emplace(*std::move(row_buffer));
  reader_ = std::make_unique<ChunkReader>(*std::move(input), spec_.buffer, tools_.max_vertices);
  result_ = *std::move(result);
  context.setTotal(reader_->featureCount());
  // From now on by cost, where there is something to reckon with.
  if (reader_->featureCount()) context.setFraction(0);
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

void BufferWork::tellProgress(ChunkContext& context, double also_done) {
  const std::optional<double> total = reader_->totalMicroseconds();
  if (!total || *total <= 0) return;
  double done = also_done;
  double uniting = 0;
  {
    MutexLock lock(mutex_);
    done += done_microseconds_;
    // What there is to unite so far, for all that is to come.
    if (spec_.buffer.dissolve && done_microseconds_ > 0) {
      uniting = predictedUnite(buffer_bytes_) * *total / done_microseconds_;
    }
  }
  context.setFraction(done / (*total + uniting));
}

RowBuffer::RowProgress BufferWork::rowProgress(ChunkContext& context, const RowChunk& chunk) {
  if (!chunk.heavy) return nullptr;
  return [this, &context, &chunk](const Feature& row, const TreeWatch::Step& step) {
    context.setPlace(RowBuffer::place(row, step));
    tellProgress(context, step.share * chunk.microseconds);
  };
}

absl::Status BufferWork::bufferNext(ChunkContext& context) {
  if (context.cancelled()) return absl::OkStatus();
  absl::StatusOr<RowChunk> chunk = reader_->next();
  if (!chunk.ok()) return chunk.status();
  const bool heavy = chunk->heavy && tools_.engine.isHeavy(chunk->microseconds);
  {
    MutexLock lock(mutex_);
    if (chunk->last) phase_ = Phase::kRead;
    if (heavy) ++heavy_;
  }
  const absl::Status status = bufferRows(*std::move(chunk), context);
  if (heavy) {
    MutexLock lock(mutex_);
    --heavy_;
  }
  return status;
}

absl::Status BufferWork::bufferRows(RowChunk chunk, ChunkContext& context) {
  const RowBuffer::RowProgress progress = rowProgress(context, chunk);
  if (spec_.buffer.dissolve) {
    std::vector<std::string> buffers;
    absl::Status status = row_buffer_->buffer(chunk.rows, context, buffers, progress);
    {
      MutexLock lock(mutex_);
      if (chunk.number == 0 && !chunk.rows.empty()) {
        first_row_ = std::move(chunk.rows.front());
        first_row_.wkb.reset();
        rows_ = true;
      }
      for (const std::string& wkb : buffers) buffer_bytes_ += wkb.size();
      buffers_[chunk.number] = std::move(buffers);
      done_microseconds_ += chunk.microseconds;
    }
    tellProgress(context, 0);
    return status;
  }
  FeatureBatch out;
  out.reserve(chunk.rows.size());
  absl::Status status = row_buffer_->buffer(std::move(chunk.rows), context, out, progress);
  if (!status.ok() || context.cancelled()) return status;
  status = result_->addChunk(chunk.number, tools_.codec.encode(std::move(out)));
  {
    MutexLock lock(mutex_);
    done_microseconds_ += chunk.microseconds;
  }
  tellProgress(context, 0);
  context.resultGrew();
  return status;
}

absl::Status BufferWork::unite(ChunkContext& context) {
  context.setStage(Stage::kUniting);
  std::vector<std::string> all;
  Feature row;
  double buffering = 0;
  double uniting = 0;
  bool rows = false;
  {
    MutexLock lock(mutex_);
    for (auto& [number, buffers] : buffers_) {
      std::move(buffers.begin(), buffers.end(), std::back_inserter(all));
    }
    buffers_.clear();
    buffering = done_microseconds_;
    uniting = predictedUnite(buffer_bytes_);
    row = std::move(first_row_);
    rows = rows_;
  }
  if (!rows) return result_->addChunk(0, {});
  TreeWatch watch;
  watch.cancelled = [&] { return context.cancelled(); };
  watch.progress = [&](const TreeWatch::Step& step) {
    context.setPlace(absl::StrCat(step.uniting ? "union " : "tile ",
                                  std::min(step.done + 1, step.total), " of ", step.total));
    context.setFraction((buffering + step.share * uniting) / (buffering + uniting));
  };
  absl::StatusOr<GeometryAnswer> united = tools_.engine.unite(std::move(all), watch);
  if (absl::IsCancelled(united.status())) return absl::OkStatus();
  if (!united.ok()) return united.status();
  if (united->state != GeometryAnswer::State::kDone) {
    return makeError(absl::StatusCode::kInternal,
                     absl::StrCat("GEOS cannot unite the buffers: ", united->error),
                     {"INTERNAL", "", "", "", "Report it, with the data if you can."});
  }
  context.setStage(Stage::kEncoding);
  FeatureBatch out;
  ChunkOutput output(out, "spec.buffer.separate_disjoint");
  absl::Status status = row_buffer_->writePolygons(std::move(row), std::move(united->wkb), output);
  if (!status.ok()) return status;
  return result_->addChunk(0, tools_.codec.encode(std::move(out)));
}

}  // namespace geotask
