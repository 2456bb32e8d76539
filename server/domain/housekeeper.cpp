// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/housekeeper.h"

#include <algorithm>
#include <utility>

namespace geotask {

Housekeeper::Housekeeper(std::function<absl::Duration()> tidy)
    : tidy_(std::move(tidy)), thread_([this] { run(); }) {}

Housekeeper::~Housekeeper() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notifyAll();
  thread_.join();
}

void Housekeeper::run() {
  for (;;) {
    const absl::Duration wait = std::clamp(tidy_(), absl::Milliseconds(10), absl::Seconds(1));
    MutexLock lock(mutex_);
    if (!stopping_) changed_.waitFor(mutex_, absl::ToChronoNanoseconds(wait));
    if (stopping_) return;
  }
}

}  // namespace geotask
