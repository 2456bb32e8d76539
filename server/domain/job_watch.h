// SPDX-License-Identifier: GPL-2.0-or-later
//
// The board's JobWatch: a position in the events of one record. Must not outlive the board.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "domain/clock.h"
#include "domain/job_board.h"
#include "domain/job_record.h"
#include "domain/mutex.h"

namespace geotask {

class BoardWatch : public JobWatch {
 public:
  // `mutex` is the board's. `leave` takes the watcher out of the record.
  BoardWatch(Mutex& mutex, const Clock& clock, std::shared_ptr<JobRecord> record,
             const WatchStart& start, std::shared_ptr<Watcher> watcher,
             std::function<void()> leave);
  ~BoardWatch() override;

  WatchNews pull(size_t max_events) override;

 private:
  // The job as it is now, numbered unless numbered events follow it.
  void addPresent(WatchNews& news) GEOTASK_REQUIRES(mutex_);

  Mutex& mutex_;
  const Clock& clock_;
  const std::shared_ptr<JobRecord> record_;
  const std::shared_ptr<Watcher> watcher_;
  const WatchStart start_;
  const std::function<void()> leave_;
  bool begun_ GEOTASK_GUARDED_BY(mutex_) = false;
  uint64_t sequence_ GEOTASK_GUARDED_BY(mutex_) = 0;  // Of the last numbered event given.
  uint64_t progress_version_ GEOTASK_GUARDED_BY(mutex_) = 0;
};

}  // namespace geotask
