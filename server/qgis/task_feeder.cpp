// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/task_feeder.h"

#include <qgsapplication.h>

#include <algorithm>
#include <utility>

#include "qgis/chunk_task.h"

namespace geotask {

TaskFeeder::TaskFeeder(MainThread& main, ChunkSource& source, const Capacity& capacity)
    : main_(main), source_(source), capacity_(capacity) {}

TaskFeeder::~TaskFeeder() = default;

bool TaskFeeder::idle() const {
  return std::all_of(std::begin(in_manager_), std::end(in_manager_),
                     [](unsigned count) { return count == 0; });
}

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
  for (const Budget budget : kBudgets) {
    while (feedOne(budget)) {
    }
  }
}

bool TaskFeeder::feedOne(Budget budget) {
  if (!hasRoom(budget)) return false;
  MutexLock gate(gate_);
  if (ended_ > 0) return false;  // released() feeds again.
  std::optional<Chunk> chunk = source_.take(budget);
  if (!chunk) return false;
  auto* task = new ChunkTask(
      std::move(*chunk), budget, [this] { ended(); }, [this](ChunkTask* done) { finished(done); },
      [this](bool waiting) { setWaiting(waiting); });
  tasks_.insert(task);
  ++in_manager_[static_cast<size_t>(budget)];
  QgsApplication::taskManager()->addTask(task);
  return true;
}

bool TaskFeeder::hasRoom(Budget budget) const {
  const unsigned in_manager = in_manager_[static_cast<size_t>(budget)];
  if (budget == Budget::kWorker) return in_manager < capacity_.workers;
  return in_manager < capacity_.compute + std::min(waiting_, capacity_.waiting);
}

void TaskFeeder::setWaiting(bool waiting) {
  main_.post([this, waiting] {
    waiting_ += waiting ? 1 : -1;
    if (waiting) feed();
  });
}

void TaskFeeder::ended() {
  MutexLock gate(gate_);
  ++ended_;
}

void TaskFeeder::finished(ChunkTask* task) {
  tasks_.erase(task);  // From here on it may be deleted at any time.
  main_.post([this, budget = task->budget()] { released(budget); });
}

void TaskFeeder::released(Budget budget) {
  {
    MutexLock gate(gate_);
    --ended_;
  }
  --in_manager_[static_cast<size_t>(budget)];
  feed();
}

}  // namespace geotask
