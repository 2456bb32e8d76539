// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs whose result is their input: one row a chunk, one chunk after another. Calls of Features
// likewise, several rows a chunk and side by side.
//
//     CopyRunner runner(spool);
//     runner.beforeChunk([&](uint64_t chunk, ChunkContext&) { gate.pass(); return absl::OkStatus();
//     });
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "codec/feature_codec.h"
#include "domain/job_work.h"
#include "domain/mutex.h"
#include "domain/spool.h"

namespace geotask {

class CopyRunner : public JobRunner {
 public:
  using Step = std::function<absl::Status(uint64_t chunk, ChunkContext& context)>;

  explicit CopyRunner(Spool& spool) : spool_(spool) {}

  // What the chunks of jobs that begin from now on do first; an error fails the job. Chunk N is
  // row N; after the last row there is one more chunk, which completes the result.
  void beforeChunk(Step step);

  std::unique_ptr<JobWork> createWork(const std::string& job_id, const std::string&,
                                      const JobSpec& spec, JobInputs inputs) override;

 private:
  Spool& spool_;
  const ProtoFeatureCodec codec_;
  Mutex mutex_;
  Step step_ GEOTASK_GUARDED_BY(mutex_);
};

}  // namespace geotask
