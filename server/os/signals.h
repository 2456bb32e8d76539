// SPDX-License-Identifier: GPL-2.0-or-later
//
// SIGTERM and SIGINT as something to read: the handler only writes to a pipe, and whoever watches
// the pipe's other end acts, on a thread where everything is allowed.
//
//     StopSignal stop;
//     QSocketNotifier notifier(stop.fd(), QSocketNotifier::Read);
//     // When it fires: const int signal = stop.read();
#pragma once

namespace geotask {

// One a process, made before other threads start. While it lives SIGTERM and SIGINT go to the pipe
// and SIGPIPE is ignored; then what was before is restored.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Readable once a signal came. Owned by this object.
  int fd() const;
  // The signal (SIGTERM, SIGINT), in the order they came; 0 when there is none. Does not wait.
  int read();
};

}  // namespace geotask
