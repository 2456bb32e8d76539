// SPDX-License-Identifier: GPL-2.0-or-later
//
// A clock that stands still until the test moves it. Any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "domain/clock.h"

namespace geotask {

class FakeClock : public Clock {
 public:
  absl::Time now() const override { return absl::FromUnixSeconds(1000000) + elapsed(); }
  absl::Duration elapsed() const override { return absl::Nanoseconds(nanoseconds_.load()); }
  void advance(absl::Duration time) { nanoseconds_ += absl::ToInt64Nanoseconds(time); }

 private:
  std::atomic<int64_t> nanoseconds_{0};
};

}  // namespace geotask
