// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/fake_executor.h"

namespace geotask {

FakeExecutor::FakeExecutor(ChunkSource& source, size_t threads) : source_(source) {
  for (size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

FakeExecutor::~FakeExecutor() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notifyAll();
  for (std::thread& thread : threads_) thread.join();
}

void FakeExecutor::wake() {
  {
    MutexLock lock(mutex_);
    ++wakes_;
  }
  changed_.notifyAll();
}

void FakeExecutor::cancel(const std::string& job_id) {
  MutexLock lock(mutex_);
  const auto [begin, end] = running_.equal_range(job_id);
  for (auto it = begin; it != end; ++it) it->second->store(true);
}

void FakeExecutor::work() {
  for (;;) {
    const uint64_t seen = wakes();
    while (const auto chunk = source_.take(Budget::kCompute)) run(*chunk);
    if (!waitForWake(seen)) return;
  }
}

void FakeExecutor::run(const Chunk& chunk) {
  std::atomic<bool> cancelled{false};
  std::unordered_multimap<std::string, std::atomic<bool>*>::iterator place;
  {
    MutexLock lock(mutex_);
    place = running_.emplace(chunk.job_id, &cancelled);
  }
  chunk.run([&cancelled] { return cancelled.load(); });
  MutexLock lock(mutex_);
  running_.erase(place);
}

uint64_t FakeExecutor::wakes() const {
  MutexLock lock(mutex_);
  return wakes_;
}

bool FakeExecutor::waitForWake(uint64_t seen) {
  MutexLock lock(mutex_);
  while (!stopping_ && wakes_ == seen) changed_.wait(mutex_);
  return !stopping_;
}

}  // namespace geotask
