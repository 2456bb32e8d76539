// SPDX-License-Identifier: GPL-2.0-or-later
//
// When a Client makes a call again that failed: only after UNAVAILABLE (nobody there, starting,
// draining, connection lost), a few times, each wait twice as long as the one before, or as long as
// the server asks.
//
//     RetryPolicy once;
//     once.attempts = 1;
//     Client client("127.0.0.1:9090", once);
//
// A value.
#pragma once

#include <chrono>

namespace geotask::client {

struct RetryPolicy {
  int attempts = 4;                                     // In all, at least 1.
  std::chrono::milliseconds first_wait{200};            // Before the second attempt.
  std::chrono::milliseconds longest_wait{10000};        // Bounds the server's wishes too.
  std::chrono::milliseconds call_deadline{30 * 1000L};  // Of one unary call.
  // How long to wait for a server that has just started to learn which algorithms it has.
  std::chrono::milliseconds start_wait{60 * 1000L};
};

}  // namespace geotask::client
