// SPDX-License-Identifier: GPL-2.0-or-later
//
// Wakes up calls after a while. One thread for all: setting a grpc::Alarm for each call wakes a thread of
// gRPC's when it is set, and another one when it is taken back, which costs more than a small call does.
//
//     const Timer::Key key = Timer::shared().set(systemClock().elapsed() + absl::Seconds(15), wake_up);
//     Timer::shared().cancel(key);
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "domain/mutex.h"

namespace geotask {

class WakeUp;

// Any thread.
class Timer {
 public:
  // When it is due, by Clock::elapsed(): the time of day may jump.
  using Key = std::pair<absl::Duration, uint64_t>;

  // Of the process.
  static Timer& shared();
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  // Calls wake_up->due() when it is time, if that lives still. Milliseconds late at worst.
  Key set(absl::Duration due, std::weak_ptr<WakeUp> wake_up);
  // It may be on its way all the same.
  void cancel(const Key& key);

 private:
  Timer();
  void run();

  Mutex mutex_;
  CondVar changed_;
  std::map<Key, std::weak_ptr<WakeUp>> waiting_ GEOTASK_GUARDED_BY(mutex_);
  uint64_t last_ GEOTASK_GUARDED_BY(mutex_) = 0;
  bool ended_ GEOTASK_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace geotask
