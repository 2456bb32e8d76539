// SPDX-License-Identifier: GPL-2.0-or-later
//
// The time, as a port, so that tests decide what time it is.
#pragma once

#include "absl/time/time.h"

namespace geotask {

class Clock {
 public:
  virtual ~Clock() = default;
  // The time of day, for timestamps.
  virtual absl::Time now() const = 0;
  // Time since some fixed moment; never jumps. For measuring.
  virtual absl::Duration elapsed() const = 0;
};

// The machine's clock. Any thread.
const Clock& systemClock();

}  // namespace geotask
