// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/wake_up.h"

#include <chrono>
#include <utility>

#include "domain/clock.h"

namespace geotask {

std::shared_ptr<WakeUp> WakeUp::create(std::function<void()> call) {
  return std::shared_ptr<WakeUp>(new WakeUp(std::move(call)));
}

void WakeUp::now() {
  MutexLock lock(mutex_);
  ring();
}

void WakeUp::after(absl::Duration delay) {
  MutexLock lock(mutex_);
  if (delay <= absl::ZeroDuration()) return ring();
  const absl::Duration due = systemClock().elapsed() + delay;
  // When it is called sooner, it sets what is still to come.
  if (ended_ || (timer_ && timer_->first <= due)) return;
  if (timer_) Timer::shared().cancel(*timer_);
  timer_ = Timer::shared().set(due, weak_from_this());
}

void WakeUp::due() {
  MutexLock lock(mutex_);
  timer_.reset();
  ring();
}

void WakeUp::ring() {
  if (ended_ || ringing_) return;
  if (running_) {
    again_ = true;
    return;
  }
  ringing_ = true;
  // A new one each time: an alarm that is ringing cannot be set.
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(std::chrono::system_clock::time_point(), [self = shared_from_this()](bool) {
    {
      MutexLock lock(self->mutex_);
      self->ringing_ = false;
    }
    self->here();
  });
}

void WakeUp::here() {
  {
    MutexLock lock(mutex_);
    if (running_) {
      again_ = true;
      return;
    }
    running_ = true;
  }
  MutexLock running(run_mutex_);
  do {
    if (call_) call_();
  } while (again());
}

bool WakeUp::again() {
  MutexLock lock(mutex_);
  running_ = std::exchange(again_, false);
  return running_;
}

void WakeUp::end() {
  {
    MutexLock running(run_mutex_);
    call_ = nullptr;
  }
  // It holds a reference to this, and gRPC, where this is the last to use it, waits for its threads.
  std::unique_ptr<grpc::Alarm> alarm;
  MutexLock lock(mutex_);
  alarm.swap(alarm_);
  ended_ = true;
  if (timer_) Timer::shared().cancel(*timer_);
  timer_.reset();
}

}  // namespace geotask
