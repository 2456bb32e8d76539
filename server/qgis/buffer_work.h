// SPDX-License-Identifier: GPL-2.0-or-later
//
// A buffer job as chunks. The first opens the input; then any number run side
// by side, each reading its rows, buffering them and writing them to the spool; with `dissolve` a
// last one unites what they made. What is heavy is done in processes (BufferEngine) while its chunk
// waits; only so many chunks of a job wait at a time that the processes have enough to do.
//
// Progress is the share of the predicted cost: of the rows, and of uniting.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/job_work.h"
#include "domain/mutex.h"
#include "qgis/buffer_rows.h"
#include "qgis/chunk_reader.h"
#include "qgis/work_tools.h"

namespace geotask {

class BufferWork : public JobWork {
 public:
  BufferWork(const WorkTools& tools, std::string job_id, const JobSpec& spec,
             std::shared_ptr<const FeatureSet> features);

  // JobWork
  std::optional<uint64_t> claim() override;
  absl::Status run(uint64_t chunk, ChunkContext& context) override;
  bool finished() const override;

 private:
  enum class Phase { kToOpen, kOpening, kReading, kRead, kUniting, kDone };

  absl::Status open(ChunkContext& context);
  absl::Status bufferNext(ChunkContext& context);
  absl::Status bufferRows(RowChunk chunk, ChunkContext& context);
  absl::Status unite(ChunkContext& context);
  // What remains to be done when a chunk has ended: true when the result is complete with it.
  bool endChunk(const absl::Status& status, bool cancelled);
  // Predicted microseconds, besides those that are counted as done.
  void tellProgress(ChunkContext& context, double also_done);
  RowBuffer::RowProgress rowProgress(ChunkContext& context, const RowChunk& chunk);

  const WorkTools tools_;
  const std::string job_id_;
  const JobSpec spec_;

  const std::shared_ptr<const FeatureSet> features_;  // Null: the input is a layer.

  // Set by the opening chunk, before any other is claimed.
  std::unique_ptr<ChunkReader> reader_;
  std::optional<RowBuffer> row_buffer_;
  std::shared_ptr<SpooledResult> result_;

  mutable Mutex mutex_;
  Phase phase_ GEOTASK_GUARDED_BY(mutex_) = Phase::kToOpen;
  uint64_t claimed_ GEOTASK_GUARDED_BY(mutex_) = 0;
  unsigned running_ GEOTASK_GUARDED_BY(mutex_) = 0;
  unsigned heavy_ GEOTASK_GUARDED_BY(mutex_) = 0;            // Of those that run.
  double done_microseconds_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Predicted ones.
  // Of a dissolve: the WKB of the buffers by chunk, its bytes, and the first row of the input.
  std::map<uint64_t, std::vector<std::string>> buffers_ GEOTASK_GUARDED_BY(mutex_);
  size_t buffer_bytes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool rows_ GEOTASK_GUARDED_BY(mutex_) = false;  // Whether there was one.
  Feature first_row_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
