// SPDX-License-Identifier: GPL-2.0-or-later
//
// The work of a call that brings its rows and takes the results: any number of chunks side by side,
// each taking the next rows from the stream, applying the operation, and giving the results back to
// the stream, which puts them in order. It sleeps while the stream has nothing for it.
#pragma once

#include <functional>
#include <memory>

#include "domain/feature_codec.h"
#include "domain/job_work.h"
#include "domain/mutex.h"
#include "domain/row_stream.h"
#include "qgis/row_operation.h"

namespace geotask {

class StreamWork : public JobWork {
 public:
  // Makes the operation of such a job. Pool threads.
  using MakeOperation = std::function<absl::StatusOr<std::unique_ptr<RowOperation>>(
      const JobSpec& spec, const Schema& input)>;
  // `codec` outlives it.
  StreamWork(const FeatureCodec& codec, const JobSpec& spec, std::shared_ptr<RowStream> stream,
             MakeOperation make);

  // JobWork
  std::optional<uint64_t> claim() override;
  absl::Status run(uint64_t chunk, ChunkContext& context) override;
  bool finished() const override;
  bool asleep() override;
  bool small() override;

 private:
  enum class Phase { kToOpen, kOpening, kOpen };

  absl::Status open(ChunkContext& context);
  absl::Status workOnNext(ChunkContext& context);

  const FeatureCodec& codec_;
  const JobSpec spec_;
  const std::shared_ptr<RowStream> stream_;
  const MakeOperation make_;
  std::shared_ptr<const RowOperation> operation_;  // Set before the phase is kOpen.

  mutable Mutex mutex_;
  Phase phase_ GEOTASK_GUARDED_BY(mutex_) = Phase::kToOpen;
  uint64_t claimed_ GEOTASK_GUARDED_BY(mutex_) = 0;
};

}  // namespace geotask
