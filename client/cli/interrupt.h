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
// end of the scope waits for an action that runs. Inside another scope it stands in for that one's
// action, so that no Ctrl-C ends the program between two inner scopes. Scopes end in the thread
// that began them, the inner one first.
class InterruptScope {
 public:
  explicit InterruptScope(std::function<void()> action);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

 private:
  std::function<void()> outer_;  // The action of the scope around this one.
};

}  // namespace geotask::cli
