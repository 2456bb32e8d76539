// SPDX-License-Identifier: GPL-2.0-or-later
//
// A chunk of a job as a QgsTask.
#pragma once

#include <qgstaskmanager.h>

#include <atomic>
#include <functional>

#include "domain/compute_slot.h"
#include "domain/job_work.h"
#include "domain/mutex.h"

namespace geotask {

// Made on the main thread and given to QgsTaskManager, which deletes it after finished().
class ChunkTask : public QgsTask, private ComputeSlot {
 public:
  // `ended` is the last thing run() does (pool thread), `done` is called by finished() (main
  // thread), `waiting` when the chunk waits for a process and when it computes again (pool thread).
  ChunkTask(Chunk chunk, Budget budget, std::function<void()> ended,
            std::function<void(ChunkTask*)> done, std::function<void(bool)> waiting);

  const std::string& jobId() const { return job_id_; }
  Budget budget() const { return budget_; }

  // Asks the chunk to stop, through QgsTask::cancel() once it has begun: the manager must not be
  // told of the end of a task that it is about to start. Main thread.
  void stop();

  // QgsTask
  void cancel() override;

 protected:
  bool run() override;
  void finished(bool result) override;

 private:
  // ComputeSlot
  void setWaiting(bool waiting) override { waiting_(waiting); }

  const std::string job_id_;
  Chunk chunk_;
  const Budget budget_;
  const std::function<void()> ended_;
  const std::function<void(ChunkTask*)> done_;
  const std::function<void(bool)> waiting_;
  std::atomic<bool> stop_{false};
  Mutex mutex_;
  bool running_ GEOTASK_GUARDED_BY(mutex_) = false;  // Between begin and end of run().
};

}  // namespace geotask
