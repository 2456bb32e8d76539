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
  alarm_->Set(absl::ToChronoTime(due), [self = shared_from_this()](bool) { self->run(); });
}

void WakeUp::run() {
  MutexLock running(run_mutex_);
  {
    MutexLock lock(mutex_);
    pending_ = false;
  }
  if (call_) call_();
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
