// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/task_feeder.h"

#include <qgsapplication.h>

#include <utility>

#include "qgis/chunk_task.h"

namespace geotask {

TaskFeeder::TaskFeeder(MainThread& main, ChunkSource& source, unsigned capacity)
    : main_(main), source_(source), capacity_(capacity) {}

TaskFeeder::~TaskFeeder() = default;

void TaskFeeder::wake() {
  if (wake_posted_.exchange(true)) return;
  main_.post([this] {
    wake_posted_ = false;
    feed();
  });
}

void TaskFeeder::cancel(const std::string& job_id) {
  main_.post([this, job_id] {
    for (ChunkTask* task : tasks_) {
      if (task->jobId() == job_id) task->stop();
    }
  });
}

void TaskFeeder::feed() {
  while (feedOne()) {
  }
}

bool TaskFeeder::feedOne() {
  if (in_manager_ >= capacity_) return false;
  MutexLock gate(gate_);
  if (ended_ > 0) return false;  // released() feeds again.
  std::optional<Chunk> chunk = source_.take();
  if (!chunk) return false;
  auto* task = new ChunkTask(
      std::move(*chunk), [this] { ended(); }, [this](ChunkTask* done) { finished(done); });
  tasks_.insert(task);
  ++in_manager_;
  QgsApplication::taskManager()->addTask(task);
  return true;
}

void TaskFeeder::ended() {
  MutexLock gate(gate_);
  ++ended_;
}

void TaskFeeder::finished(ChunkTask* task) {
  tasks_.erase(task);  // From here on it may be deleted at any time.
  main_.post([this] { released(); });
}

void TaskFeeder::released() {
  {
    MutexLock gate(gate_);
    --ended_;
  }
  --in_manager_;
  feed();
}

}  // namespace geotask
