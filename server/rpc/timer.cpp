// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/timer.h"

#include "domain/clock.h"
#include "rpc/wake_up.h"

namespace geotask {

Timer& Timer::shared() {
  static Timer timer;
  return timer;
}

Timer::Timer() : thread_([this] { run(); }) {}

Timer::~Timer() {
  {
    MutexLock lock(mutex_);
    ended_ = true;
  }
  changed_.notifyAll();
  thread_.join();
}

Timer::Key Timer::set(absl::Duration due, std::weak_ptr<WakeUp> wake_up) {
  MutexLock lock(mutex_);
  const Key key(due, ++last_);
  const auto added = waiting_.emplace(key, std::move(wake_up)).first;
  if (added == waiting_.begin()) changed_.notifyAll();
  return key;
}

void Timer::cancel(const Key& key) {
  MutexLock lock(mutex_);
  waiting_.erase(key);
}

void Timer::run() {
  for (;;) {
    std::shared_ptr<WakeUp> wake_up;
    {
      MutexLock lock(mutex_);
      if (ended_) return;
      if (waiting_.empty()) {
        changed_.wait(mutex_);
        continue;
      }
      const auto first = waiting_.begin();
      const absl::Duration left = first->first.first - systemClock().elapsed();
      if (left > absl::ZeroDuration()) {
        changed_.waitFor(mutex_, absl::ToChronoNanoseconds(left));
        continue;
      }
      wake_up = first->second.lock();
      waiting_.erase(first);
    }
    if (wake_up) wake_up->due();
  }
}

}  // namespace geotask
