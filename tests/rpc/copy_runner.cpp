// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/copy_runner.h"

#include <atomic>
#include <utility>

#include "rpc/copy_stream_work.h"

namespace geotask {
namespace {

class CopyWork : public JobWork {
 public:
  CopyWork(Spool& spool, const FeatureCodec& codec, std::string job_id,
           std::shared_ptr<const FeatureSet> features, CopyRunner::Step step)
      : spool_(spool),
        codec_(codec),
        job_id_(std::move(job_id)),
        features_(std::move(features)),
        step_(std::move(step)) {}

  std::optional<uint64_t> claim() override {
    if (claimed_ != done_ || complete_) return std::nullopt;
    return claimed_++;
  }

  absl::Status run(uint64_t chunk, ChunkContext& context) override {
    const absl::Status status = copy(chunk, context);
    ++done_;
    return status;
  }

  bool finished() const override { return complete_; }

 private:
  absl::Status copy(uint64_t chunk, ChunkContext& context) {
    if (chunk == 0) {
      result_ = *spool_.createResult(job_id_);
      if (features_) reader_ = *features_->open();
      context.setTotal(features_ ? features_->featureCount() : 0);
      context.addOutput(rowsOutput("OUTPUT", features_ ? features_->schema() : Schema(), result_));
      context.setStage(Stage::kBuffering);
    }
    if (step_)
      if (absl::Status status = step_(chunk, context); !status.ok()) return status;
    Feature row;
    if (reader_ && *reader_->next(row)) {
      absl::Status status = result_->addChunk(chunk, codec_.encode({std::move(row)}));
      context.addFeaturesDone(1);
      return status;
    }
    complete_ = true;
    return result_->complete();
  }

  Spool& spool_;
  const FeatureCodec& codec_;
  const std::string job_id_;
  const std::shared_ptr<const FeatureSet> features_;
  const CopyRunner::Step step_;
  std::shared_ptr<SpooledResult> result_;
  std::unique_ptr<FeatureReader> reader_;
  uint64_t claimed_ = 0;
  std::atomic<uint64_t> done_{0};
  std::atomic<bool> complete_{false};
};

}  // namespace

void CopyRunner::beforeChunk(Step step) {
  MutexLock lock(mutex_);
  step_ = std::move(step);
}

std::unique_ptr<JobWork> CopyRunner::createWork(const std::string& job_id, const std::string&,
                                                const JobSpec&, JobInputs inputs) {
  MutexLock lock(mutex_);
  if (inputs.stream) return std::make_unique<CopyStreamWork>(std::move(inputs.stream), step_);
  return std::make_unique<CopyWork>(spool_, codec_, job_id, std::move(inputs.features), step_);
}

}  // namespace geotask
