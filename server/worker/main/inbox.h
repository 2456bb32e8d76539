// SPDX-License-Identifier: GPL-2.0-or-later
//
// Hears the daemon on a thread of its own, so that a cancel and the daemon's end are heard while the
// main thread computes.
#pragma once

#include <deque>
#include <functional>
#include <thread>

#include "domain/mutex.h"
#include "worker/frames.h"

namespace geotask {

class Inbox {
 public:
  // Both outlive it, and it never ends: when the daemon is gone the process ends at once.
  explicit Inbox(FrameChannel& channel);

  // The next frame, but for cancels. The main thread.
  Frame next();

  // Calls `cancel` when the daemon cancels what it has told to run last; at once if it has already.
  // Null: no longer. The main thread; `cancel` is called on any.
  void onCancel(std::function<void()> cancel);

 private:
  void run();
  void take(Frame frame);

  FrameChannel& channel_;

  Mutex mutex_;
  CondVar changed_;
  // At most some, so that rows wait in the socket and not here.
  std::deque<Frame> frames_ GEOTASK_GUARDED_BY(mutex_);
  bool cancelled_ GEOTASK_GUARDED_BY(mutex_) = false;
  std::function<void()> cancel_ GEOTASK_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace geotask
