// SPDX-License-Identifier: GPL-2.0-or-later
//
// A job that runs an algorithm, as one chunk: it takes a worker, hands it the inputs, waits while
// the worker computes, and keeps what it made. Nothing that a worker says is believed unseen.
//
// Errors, besides those of the algorithm and of the spool: WORKER_CRASHED (with the signal),
// MEMORY_LIMIT, WORKER_UNAVAILABLE, WORKER_MISBEHAVED (it broke the protocol).
#pragma once

#include <memory>
#include <string>

#include "domain/feature_codec.h"
#include "domain/job_work.h"
#include "domain/mutex.h"
#include "domain/spool.h"
#include "worker/worker_pool.h"

namespace geotask {

// What works need; outlives them.
struct WorkerTools {
  WorkerPool* pool = nullptr;
  Spool* spool = nullptr;
  const FeatureCodec* codec = nullptr;
  const AlgorithmCatalogue* catalogue = nullptr;  // Tells which algorithms need Python.
};

class ProcessingWork : public JobWork {
 public:
  ProcessingWork(const WorkerTools& tools, std::string job_id, std::string principal,
                 ProcessingCall call, std::vector<CallInput> inputs);

  // JobWork
  std::optional<uint64_t> claim() override;
  absl::Status run(uint64_t chunk, ChunkContext& context) override;
  bool finished() const override;

 private:
  enum class Phase { kNew, kRunning, kDone };

  const WorkerTools tools_;
  const std::string job_id_;
  const std::string principal_;
  const ProcessingCall call_;
  const std::vector<CallInput> inputs_;

  mutable Mutex mutex_;
  Phase phase_ GEOTASK_GUARDED_BY(mutex_) = Phase::kNew;
};

}  // namespace geotask
