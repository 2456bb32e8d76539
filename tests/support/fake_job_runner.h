// SPDX-License-Identifier: GPL-2.0-or-later
//
// Works that do what the test says.
//
//     FakeJobRunner runner;
//     runner.script("a", {3, [](uint64_t chunk, ChunkContext&) { ... return absl::OkStatus(); }});
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/job_work.h"
#include "domain/mutex.h"

namespace geotask {

struct FakeScript {
  uint64_t chunks = 1;
  // What a chunk does; nothing: it just ends.
  std::function<absl::Status(uint64_t chunk, ChunkContext& context)> body = nullptr;
  uint64_t rows_per_chunk = 1;
  // Chunks of the job that may run at once.
  uint64_t side_by_side = 1000000;
};

class FakeJobRunner : public JobRunner {
 public:
  // Of a job that has not begun. A job without a script has one chunk that does nothing.
  void script(const std::string& job_id, FakeScript script);

  std::unique_ptr<JobWork> createWork(const std::string& job_id, const std::string&,
                                      const JobSpec& spec, JobInputs inputs) override;

  // The chunks in the order in which they began.
  std::vector<std::pair<std::string, uint64_t>> begun() const;
  size_t begunOf(const std::string& job_id) const;

  uint64_t claims() const { return claims_; }
  int64_t worksAlive() const { return alive_; }

 private:
  friend class FakeWork;

  mutable Mutex mutex_;
  std::unordered_map<std::string, FakeScript> scripts_ GEOTASK_GUARDED_BY(mutex_);
  std::vector<std::pair<std::string, uint64_t>> begun_ GEOTASK_GUARDED_BY(mutex_);
  std::atomic<uint64_t> claims_{0};
  std::atomic<int64_t> alive_{0};
};

// Waits, like a chunk with much to do, until it is asked to stop.
absl::Status workUntilCancelled(uint64_t chunk, ChunkContext& context);

}  // namespace geotask
