// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/chunk_task.h"

#include <utility>

namespace geotask {

ChunkTask::ChunkTask(Chunk chunk, Budget budget, std::function<void()> ended,
                     std::function<void(ChunkTask*)> done, std::function<void(bool)> waiting)
    : QgsTask(QString::fromStdString(chunk.job_id), QgsTask::CanCancel),
      job_id_(chunk.job_id),
      chunk_(std::move(chunk)),
      budget_(budget),
      ended_(std::move(ended)),
      done_(std::move(done)),
      waiting_(std::move(waiting)) {}

void ChunkTask::stop() {
  stop_ = true;
  MutexLock lock(mutex_);
  if (running_) cancel();
}

void ChunkTask::cancel() {
  stop_ = true;
  QgsTask::cancel();
}

bool ChunkTask::run() {
  {
    MutexLock lock(mutex_);
    running_ = true;
  }
  {
    const Holder slot(*this);
    chunk_.run([this] { return stop_.load(std::memory_order_relaxed); });
  }
  chunk_.run = nullptr;  // What the chunk holds goes here, not on the main thread.
  const bool completed = !stop_;
  {
    MutexLock lock(mutex_);
    running_ = false;
  }
  ended_();
  return completed;
}

void ChunkTask::finished(bool) { done_(this); }

}  // namespace geotask
