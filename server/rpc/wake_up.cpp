// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/wake_up.h"

#include <utility>

#include "absl/time/clock.h"

namespace geotask {

std::shared_ptr<WakeUp> WakeUp::create(std::function<void()> call) {
  return std::shared_ptr<WakeUp>(new WakeUp(std::move(call)));
}

void WakeUp::after(absl::Duration delay) {
  const absl::Time due = absl::Now() + delay;
  MutexLock lock(mutex_);
  if (ended_) return;
  if (running_ && delay <= absl::ZeroDuration()) {
    again_ = true;
    return;
  }
  if (!pending_) return set(due);
  if (due >= due_) return;
  due_ = due;
  alarm_->Cancel();  // It rings now, and the function sets it anew for what is still to come.
}

void WakeUp::set(absl::Time due) {
  pending_ = true;
  due_ = due;
  // A new one each time: an alarm that is ringing cannot be set.
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(due), [self = shared_from_this()](bool) {
    {
      MutexLock lock(self->mutex_);
      self->pending_ = false;
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
  MutexLock lock(mutex_);
  ended_ = true;
  alarm_.reset();  // It holds a reference to this.
}

}  // namespace geotask
