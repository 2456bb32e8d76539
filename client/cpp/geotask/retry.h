// SPDX-License-Identifier: GPL-2.0-or-later
//
// When a call that failed is made again: only after UNAVAILABLE (nobody there, starting, draining,
// connection lost), a few times, each wait twice as long as the one before, or as long as the
// server asks.
#pragma once

#include <chrono>
#include <optional>

#include "geotask/error.h"

namespace geotask::client {

struct RetryPolicy {
  int attempts = 4;                                     // In all, at least 1.
  std::chrono::milliseconds first_wait{200};            // Before the second attempt.
  std::chrono::milliseconds longest_wait{10000};        // Bounds the server's wishes too.
  std::chrono::milliseconds call_deadline{30 * 1000L};  // Of one unary call.
  // How long to wait for a server that has just started to learn which algorithms it has.
  std::chrono::milliseconds start_wait{60 * 1000L};
};

// Counts the attempts of one call.
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
