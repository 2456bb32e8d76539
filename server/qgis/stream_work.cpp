// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/stream_work.h"

#include <qgsexception.h>

#include <string>
#include <utility>

#include "domain/errors.h"
#include "qgis/chunk_relay.h"
#include "qgis/message_log.h"

namespace geotask {

namespace {

// What is done on a thread of gRPC: so much that a turn on the pool would cost more.
constexpr size_t kSmallRows = 64;
constexpr double kSmallMicroseconds = 500;

// Tells the job what the operation tells, and the call of warnings.
class StreamContext : public ChunkRelay {
 public:
  StreamContext(ChunkContext& job, RowStream& stream) : ChunkRelay(job), stream_(stream) {}

  void resultGrew() override {}
  void log(Severity severity, const std::string& tag, const std::string& message) override {
    ChunkRelay::log(severity, tag, message);
    if (severity != Severity::kInfo) stream_.warn(message);
  }

 private:
  RowStream& stream_;
};

bool needsCrs(const BufferOptions& buffer) {
  return buffer.unit != DistanceUnit::kLayer || !buffer.output_crs.empty();
}

bool needsCrs(const JobSpec& spec) {
  if (spec.operation == Operation::kBuffer) return needsCrs(spec.buffer);
  for (const Transform::Operation& operation : spec.transform.operations) {
    if (std::holds_alternative<Transform::Reproject>(operation)) return true;
    const auto* buffer = std::get_if<BufferOptions>(&operation);
    if (buffer != nullptr && needsCrs(*buffer)) return true;
  }
  return false;
}

}  // namespace

StreamWork::StreamWork(const FeatureCodec& codec, const JobSpec& spec,
                       std::shared_ptr<RowStream> stream, MakeOperation make)
    : codec_(codec), spec_(spec), stream_(std::move(stream)), make_(std::move(make)) {}

std::optional<uint64_t> StreamWork::claim() {
  MutexLock lock(mutex_);
  if (phase_ == Phase::kOpening) {
    stream_->standBy();
    return std::nullopt;
  }
  if (!stream_->claim()) return std::nullopt;
  if (phase_ == Phase::kToOpen) phase_ = Phase::kOpening;
  return claimed_++;
}

bool StreamWork::finished() const { return stream_->done(); }

bool StreamWork::asleep() { return stream_->asleep(); }

bool StreamWork::small() {
  if (needsCrs(spec_)) return false;  // Reference systems are looked up in a database.
  auto operation = make_(spec_, stream_->schema());
  if (!operation.ok()) return false;  // A chunk will tell.
  const auto microseconds = stream_->costOfAll(
      kSmallRows, [&](const Feature& row) { return (*operation)->predictedMicroseconds(row); });
  return microseconds && *microseconds <= kSmallMicroseconds;
}

absl::Status StreamWork::run(uint64_t, ChunkContext& job) {
  StreamContext context(job, *stream_);
  const MessagesToJob messages(context);
  try {
    absl::Status status = open(context);
    return status.ok() ? workOnNext(context) : status;
  } catch (const QgsException& error) {
    return makeError(absl::StatusCode::kInternal, error.what().toStdString(), {"INTERNAL"});
  }
}

absl::Status StreamWork::open(ChunkContext& context) {
  {
    MutexLock lock(mutex_);
    if (phase_ == Phase::kOpen) return absl::OkStatus();
  }
  auto operation = make_(spec_, stream_->schema());
  if (!operation.ok()) return operation.status();
  operation_ = *std::move(operation);
  stream_->reckonBy([operation = operation_](const Feature& row) {
    return operation->predictedMicroseconds(row);
  });
  context.setStage(spec_.operation == Operation::kTransform ? Stage::kTransforming
                                                            : Stage::kBuffering);
  MutexLock lock(mutex_);
  phase_ = Phase::kOpen;
  return absl::OkStatus();
}

absl::Status StreamWork::workOnNext(ChunkContext& context) {
  StreamChunk chunk =
      stream_->take([this](const Feature& row) { return operation_->predictedMicroseconds(row); });
  if (chunk.rows.empty() || context.cancelled()) return absl::OkStatus();
  FeatureBatch out;
  out.reserve(chunk.rows.size());
  absl::Status status = operation_->apply(std::move(chunk.rows), context, out);
  // Results of a part of the rows must not pass for all.
  if (!status.ok() || context.cancelled()) return status;
  stream_->give(chunk.number, codec_.encode(std::move(out)));
  return absl::OkStatus();
}

}  // namespace geotask
