// SPDX-License-Identifier: GPL-2.0-or-later
//
// Holds threads back until the test lets them go on.
#pragma once

#include "domain/mutex.h"

namespace geotask {

class Gate {
 public:
  void open() {
    {
      MutexLock lock(mutex_);
      open_ = true;
    }
    changed_.notifyAll();
  }
  void pass() {
    MutexLock lock(mutex_);
    while (!open_) changed_.wait(mutex_);
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  bool open_ GEOTASK_GUARDED_BY(mutex_) = false;
};

}  // namespace geotask
