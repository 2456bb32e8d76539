// SPDX-License-Identifier: GPL-2.0-or-later
//
// Threads that pull chunks and run them: the simplest thing that a scheduler can serve.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "domain/job_work.h"
#include "domain/mutex.h"

namespace geotask {

class FakeExecutor : public ChunkExecutor {
 public:
  FakeExecutor(ChunkSource& source, size_t threads);
  // Ends once no chunk runs. Those that wait stay with the source.
  ~FakeExecutor() override;

  void wake() override;
  void cancel(const std::string& job_id) override;

 private:
  void work();
  void run(const Chunk& chunk);
  uint64_t wakes() const;
  bool waitForWake(uint64_t seen);

  ChunkSource& source_;
  mutable Mutex mutex_;
  CondVar changed_;
  bool stopping_ GEOTASK_GUARDED_BY(mutex_) = false;
  uint64_t wakes_ GEOTASK_GUARDED_BY(mutex_) = 0;
  std::unordered_multimap<std::string, std::atomic<bool>*> running_ GEOTASK_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace geotask
