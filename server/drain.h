// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the daemon stops: no new jobs, what waits is cancelled, what runs gets a grace period and is
// then cancelled too; what does not heed that (a thread deep in a large geometry) is abandoned.
#pragma once

#include <functional>

#include "absl/time/time.h"
#include "domain/clock.h"
#include "domain/job_service.h"

namespace geotask {

// Main thread.
class Drain {
 public:
  struct Options {
    absl::Duration grace;     // For jobs that run.
    absl::Duration patience;  // For cancelled jobs to end.
  };
  Drain(JobService& jobs, const Options& options, const Clock& clock);

  // Called when it begins, before anything is cancelled.
  void onBegin(std::function<void()> work) { on_begin_ = std::move(work); }

  // No new jobs from now on. Repeating it changes nothing.
  void begin();

  // SIGTERM or SIGINT: the first one begins, a second one ends the grace period at once.
  void onSignal(int signal);

  // Moves on as time passes; whether the daemon may go. Ask now and then.
  bool over();

  bool cutShort() const { return cut_short_ || dropped_ > 0; }  // Jobs were cancelled.
  bool abandoned() const { return abandoned_; }  // Jobs still run, cancelled though they are.

 private:
  void cancelAll();

  JobService& jobs_;
  const Options options_;
  const Clock& clock_;
  std::function<void()> on_begin_;
  bool draining_ = false;
  size_t dropped_ = 0;      // Jobs that waited.
  bool cut_short_ = false;  // The grace period was over.
  bool abandoned_ = false;
  // On clock_.elapsed(): the end of the grace, then of the patience.
  absl::Duration deadline_ = absl::InfiniteDuration();
};

}  // namespace geotask
