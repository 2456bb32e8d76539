// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <atomic>
#include <thread>
#include <utility>

#include "geos/geometry_task.h"

namespace geotask::testing {

// Does tasks on a thread for each, so that they end in any order, and counts them.
class ThreadedProcesses : public GeometryProcesses {
 public:
  unsigned count() const override { return 3; }
  void submit(GeometryTask task, std::function<bool()> cancelled, Done done) override {
    ++submitted;
    std::thread([task = std::move(task), cancelled = std::move(cancelled), done = std::move(done)] {
      if (cancelled()) return done(absl::CancelledError());
      done(runGeometryTask(task));
    }).detach();
  }

  std::atomic<int> submitted{0};
};

}  // namespace geotask::testing
