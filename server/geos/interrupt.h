// SPDX-License-Identifier: GPL-2.0-or-later
//
// The last resort against a GEOS operation that takes far longer than predicted on a thread of the
// daemon: GEOS asks one callback of the process now and then, and what that throws unwinds GEOS. It
// leaks what GEOS has made so far (up to some hundred megabytes), so interrupts are counted, and a
// process has a budget of them.
//
//     OverrunGuard guard(absl::Milliseconds(150));
//     QgsGeometry buffered = geometry.buffer(...);   // Null when it was interrupted.
//     if (guard.overran()) ...                       // Do it in a process that may be ended.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/time/time.h"

namespace geotask {

// Lets GEOS be interrupted in this process. Once, before the first guard; without it guards do nothing.
void allowInterrupts();

// How many there have been.
uint64_t interruptCount();

// As long as it lives, GEOS operations on its thread end when they and what else the thread does have
// taken so much processor time since it was made; with `only_if` as soon after as that says so. Those that begin
// later end at once, too. One that is made within another takes its place meanwhile.
class OverrunGuard {
 public:
  explicit OverrunGuard(absl::Duration most, std::function<bool()> only_if = nullptr);
  ~OverrunGuard();
  OverrunGuard(const OverrunGuard&) = delete;
  OverrunGuard& operator=(const OverrunGuard&) = delete;

  bool overran() const { return overran_; }

 private:
  friend struct Interrupter;
  OverrunGuard* const outer_;
  int64_t wall_deadline_ = 0;  // Nanoseconds; looked at first, being cheap.
  int64_t cpu_deadline_ = 0;
  unsigned asked_ = 0;
  const std::function<bool()> only_if_;
  bool overran_ = false;
};

}  // namespace geotask
