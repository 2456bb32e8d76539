// SPDX-License-Identifier: GPL-2.0-or-later
//
// Ctrl-C (and SIGTERM). The first one runs what the verb has asked for, on a thread of its own; the
// second one ends the program at once. Where no verb has asked for anything the first one ends it.
//
//     InterruptScope scope([&] { client.cancel(name); });
//     client.watch(...);                    // ends when the job is CANCELLED
//     if (interrupted()) return kInterrupted;
//
// The signal handler itself only writes a byte into a pipe.
#pragma once

#include <functional>

namespace geotask::cli {

// Call once, before any other thread is started.
void installInterrupt();

// Whether Ctrl-C has come. Any thread.
bool interrupted();

// While it lives, Ctrl-C runs `action`, once; when Ctrl-C has come before, it runs right away. The
// end of the scope waits for an action that runs. Scopes do not nest.
class InterruptScope {
 public:
  explicit InterruptScope(std::function<void()> action);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;
};

}  // namespace geotask::cli
