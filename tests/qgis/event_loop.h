// SPDX-License-Identifier: GPL-2.0-or-later
//
// Waits on the main thread while Qt's events go on.
#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <functional>

namespace geotask::testing {

// Whether the condition came true. A test that hangs gives up after five minutes.
inline bool runEventsUntil(const std::function<bool()>& condition) {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.elapsed() > 300000) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
  }
  return true;
}

}  // namespace geotask::testing
