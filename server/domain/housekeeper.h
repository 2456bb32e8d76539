// SPDX-License-Identifier: GPL-2.0-or-later
//
// A thread that tidies up now and then.
//
//     Housekeeper housekeeper([&] { return board.removeExpired() - clock.now(); });
#pragma once

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "domain/mutex.h"

namespace geotask {

class Housekeeper {
 public:
  // Calls `tidy` at once and again after the time that it returns, but at least once a second and
  // no more than a hundred times.
  explicit Housekeeper(std::function<absl::Duration()> tidy);
  // Waits for a call that is under way.
  ~Housekeeper();

 private:
  void run();

  const std::function<absl::Duration()> tidy_;
  Mutex mutex_;
  CondVar changed_;
  bool stopping_ GEOTASK_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace geotask
