// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/fake_job_runner.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace geotask {

class FakeWork : public JobWork {
 public:
  FakeWork(FakeJobRunner& runner, std::string job_id, FakeScript script)
      : runner_(runner), job_id_(std::move(job_id)), script_(std::move(script)) {
    ++runner_.alive_;
  }
  ~FakeWork() override { --runner_.alive_; }

  std::optional<uint64_t> claim() override {
    ++runner_.claims_;
    if (next_ == script_.chunks || next_ - done_ >= script_.side_by_side) return std::nullopt;
    return next_++;
  }

  absl::Status run(uint64_t chunk, ChunkContext& context) override {
    struct CountDone {
      std::atomic<uint64_t>& done;
      ~CountDone() { ++done; }
    } count{done_};
    {
      MutexLock lock(runner_.mutex_);
      runner_.begun_.emplace_back(job_id_, chunk);
    }
    if (chunk == 0) {
      context.setTotal(script_.chunks * script_.rows_per_chunk);
      context.addOutput(rowsOutput("OUTPUT", Schema(), nullptr));
      context.setStage(Stage::kBuffering);
    }
    if (script_.body) {
      const absl::Status status = script_.body(chunk, context);
      if (!status.ok()) return status;
    }
    for (uint64_t row = 0; row < script_.rows_per_chunk; ++row) context.addFeaturesDone(1);
    return absl::OkStatus();
  }

  bool finished() const override { return done_ == script_.chunks; }

 private:
  FakeJobRunner& runner_;
  const std::string job_id_;
  const FakeScript script_;
  uint64_t next_ = 0;
  std::atomic<uint64_t> done_{0};
};

void FakeJobRunner::script(const std::string& job_id, FakeScript script) {
  MutexLock lock(mutex_);
  scripts_.insert_or_assign(job_id, std::move(script));
}

std::unique_ptr<JobWork> FakeJobRunner::createWork(const std::string& job_id, const std::string&,
                                                   const JobSpec&, JobInputs) {
  FakeScript script;
  {
    MutexLock lock(mutex_);
    const auto found = scripts_.find(job_id);
    if (found != scripts_.end()) script = found->second;
  }
  return std::make_unique<FakeWork>(*this, job_id, std::move(script));
}

std::vector<std::pair<std::string, uint64_t>> FakeJobRunner::begun() const {
  MutexLock lock(mutex_);
  return begun_;
}

size_t FakeJobRunner::begunOf(const std::string& job_id) const {
  const auto all = begun();
  return static_cast<size_t>(std::count_if(
      all.begin(), all.end(), [&](const auto& chunk) { return chunk.first == job_id; }));
}

absl::Status workUntilCancelled(uint64_t, ChunkContext& context) {
  while (!context.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return absl::OkStatus();
}

}  // namespace geotask
