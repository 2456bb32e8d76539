// SPDX-License-Identifier: GPL-2.0-or-later
//
// A buffer job as chunks. The first opens the input; then any number run side
// by side, each reading its rows, buffering them and writing them to the spool; with `dissolve` a
// last one unites what they made.
#pragma once

#include <map>
#include <memory>
#include <string>

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
  absl::Status unite(ChunkContext& context);
  // What remains to be done when a chunk has ended: true when the result is complete with it.
  bool endChunk(const absl::Status& status, bool cancelled);

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
  // Of a dissolve: the buffers by chunk, and the first row of the input.
  std::map<uint64_t, QVector<QgsGeometry>> buffers_ GEOTASK_GUARDED_BY(mutex_);
  Feature first_row_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
