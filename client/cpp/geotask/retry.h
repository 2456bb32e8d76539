// SPDX-License-Identifier: GPL-2.0-or-later
//
// Counts the attempts of one call by a RetryPolicy. Private to the library. Not thread-safe.
#pragma once

#include <chrono>
#include <optional>

#include "geotask/error.h"
#include "geotask/retry_policy.h"

namespace geotask::client {

class Retry {
 public:
  explicit Retry(const RetryPolicy& policy) : policy_(policy) {}

  // How long to wait before the next attempt; nothing when there is none.
  std::optional<std::chrono::milliseconds> next(const Error& error);

  // The call came on: the attempts count from one again.
  void reset() { failed_ = 0; }

 private:
  const RetryPolicy policy_;
  int failed_ = 0;
  std::chrono::milliseconds waited_for_start_{0};
};

}  // namespace geotask::client
