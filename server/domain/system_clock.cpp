// SPDX-License-Identifier: GPL-2.0-or-later
#include <chrono>

#include "absl/time/clock.h"
#include "domain/clock.h"

namespace geotask {

namespace {

class SystemClock : public Clock {
 public:
  absl::Time now() const override { return absl::Now(); }
  absl::Duration elapsed() const override {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
  }
};

}  // namespace

const Clock& systemClock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace geotask
