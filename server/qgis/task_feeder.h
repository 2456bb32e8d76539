// SPDX-License-Identifier: GPL-2.0-or-later
//
// Feeds QGIS's task manager: hands it chunks as it has room for them, and loses none.
//
// QgsTaskManager keeps, for each task, a pointer to the runnable that its thread pool deletes when
// the task has run, and takes that pointer out of the pool's queue when it hears of the end. If the
// allocator has meanwhile given the same address to the runnable of a new task, the new task is
// removed from the queue and never runs. So no task may be added between the end of a task's run()
// and the moment when the manager is through with it. Two things keep to that:
//
//   - the gate: a mutex that the last act of every run() takes to count itself as ended. The main
//     thread adds tasks only while it holds the gate and nobody is counted;
//   - the count falls not in finished(), after which the manager still uses the pointer, but in a
//     call that finished() posts.
//
// What a chunk costs here does not depend on how many wait: the queue is elsewhere (ChunkSource),
// and the manager never has more than the pool can run.
#pragma once

#include <atomic>
#include <iterator>
#include <string>
#include <unordered_set>

#include "domain/job_work.h"
#include "domain/mutex.h"
#include "qgis/main_thread.h"

namespace geotask {

class ChunkTask;

// Made on the main thread. Outlives its tasks: destroy it only when idle().
class TaskFeeder : public ChunkExecutor {
 public:
  // How many chunks of each budget run at once, and how many of the first may wait for geometry
  // processes besides (ComputeSlot); together no more than the pool has threads.
  struct Capacity {
    unsigned compute = 1;
    unsigned workers = 0;
    unsigned waiting = 0;
  };
  TaskFeeder(MainThread& main, ChunkSource& source, const Capacity& capacity);
  ~TaskFeeder() override;

  // ChunkExecutor; any thread.
  void wake() override;
  void cancel(const std::string& job_id) override;

  // Whether the manager has none of our tasks. Main thread.
  bool idle() const;

 private:
  void feed();                 // Main thread.
  bool feedOne(Budget);        // Main thread. Whether there may be more to feed.
  void ended();                // Pool thread: the last act of a task's run().
  void finished(ChunkTask*);   // Main thread: from the task's finished().
  void released(Budget);       // Main thread: the manager is through with a task.
  bool hasRoom(Budget) const;  // Main thread.
  // Pool thread: the chunk of a task waits, or computes again.
  void setWaiting(bool waiting);

  MainThread& main_;
  ChunkSource& source_;
  const Capacity capacity_;
  std::atomic<bool> wake_posted_{false};
  // Main thread: those not finished, and how many the manager is not through with.
  std::unordered_set<ChunkTask*> tasks_;
  unsigned in_manager_[std::size(kBudgets)] = {};
  unsigned waiting_ = 0;  // Of the compute budget: chunks that wait for a process.

  Mutex gate_;
  unsigned ended_ GEOTASK_GUARDED_BY(gate_) = 0;
};

}  // namespace geotask
