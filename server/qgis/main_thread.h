// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one door to Qt's main thread.
#pragma once

#include <functional>
#include <memory>

class QObject;

namespace geotask {

// Made on the main thread, after QgsApplication. Functions that were posted and have not run when
// it goes are dropped.
class MainThread {
 public:
  MainThread();
  ~MainThread();

  // Runs `work` on the main thread, soon, in the order of the calls. Any thread; returns at once.
  void post(std::function<void()> work);

 private:
  // Lives on the main thread, so what is invoked on it runs there.
  const std::unique_ptr<QObject> home_;
};

}  // namespace geotask
