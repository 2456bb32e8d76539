// SPDX-License-Identifier: GPL-2.0-or-later
#include "drain.h"

#include "telemetry/log.h"

namespace geotask {

Drain::Drain(JobService& jobs, const Options& options, const Clock& clock)
    : jobs_(jobs), options_(options), clock_(clock) {}

void Drain::onSignal(int signal) {
  if (signal == 0) return;
  logEvent(LogLevel::kInfo, "signal", {{"number", signal}});
  if (draining_) {
    if (!cut_short_) cancelAll();
    return;
  }
  begin();
}

void Drain::begin() {
  if (draining_) return;
  draining_ = true;
  deadline_ = clock_.elapsed() + options_.grace;
  logEvent(LogLevel::kInfo, "draining", {{"grace_seconds", absl::ToDoubleSeconds(options_.grace)}});
  if (on_begin_) on_begin_();
  dropped_ = jobs_.drain();
  if (dropped_ > 0) logEvent(LogLevel::kWarning, "cancelled_waiting_jobs", {{"jobs", dropped_}});
}

void Drain::cancelAll() {
  cut_short_ = true;
  deadline_ = clock_.elapsed() + options_.patience;
  logEvent(LogLevel::kWarning, "cancelling_jobs");
  jobs_.cancelAll();
}

bool Drain::over() {
  if (!draining_) return false;
  if (jobs_.idle()) return true;
  if (clock_.elapsed() < deadline_) return false;
  if (!cut_short_) {
    cancelAll();
    return jobs_.idle();
  }
  abandoned_ = true;
  return true;
}

}  // namespace geotask
