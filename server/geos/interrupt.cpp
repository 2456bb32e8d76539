// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/interrupt.h"

#include <geos_c.h>

#include <atomic>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace geotask {

namespace {

constexpr int64_t kAskAgainNanos = 20'000'000;
// Mostly GEOS asks every microsecond or so. After the first questions, which may be the only ones, the clock
// is looked at once in so many times.
constexpr unsigned kPassOver = 16;

std::atomic<uint64_t> interrupts{0};
thread_local OverrunGuard* guard_of_thread = nullptr;

int64_t nanoseconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return int64_t{1'000'000'000} * now.tv_sec + now.tv_nsec;
}

}  // namespace

struct Interrupter {
  static void look() {
    OverrunGuard* const guard = guard_of_thread;
    if (guard == nullptr) return;
    if (guard->overran_) end();
    if (++guard->asked_ > kPassOver && guard->asked_ % kPassOver != 0) return;
    if (nanoseconds(CLOCK_MONOTONIC_COARSE) < guard->wall_deadline_) return;
    const int64_t left = guard->cpu_deadline_ - nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    if (left > 0) {
      // So much time passes at least until then.
      guard->wall_deadline_ = nanoseconds(CLOCK_MONOTONIC_COARSE) + left;
      return;
    }
    if (guard->only_if_ && !guard->only_if_()) {
      guard->wall_deadline_ = nanoseconds(CLOCK_MONOTONIC_COARSE) + kAskAgainNanos;
      return;
    }
    guard->overran_ = true;
    ++interrupts;
    end();
  }
  [[noreturn]] static void end() { throw std::runtime_error("it takes longer than predicted"); }
};

void allowInterrupts() { GEOS_interruptRegisterCallback(&Interrupter::look); }

uint64_t interruptCount() { return interrupts; }

OverrunGuard::OverrunGuard(absl::Duration most, std::function<bool()> only_if)
    : outer_(guard_of_thread), only_if_(std::move(only_if)) {
  const int64_t nanos = absl::ToInt64Nanoseconds(most);
  wall_deadline_ = nanoseconds(CLOCK_MONOTONIC_COARSE) + nanos;
  cpu_deadline_ = nanoseconds(CLOCK_THREAD_CPUTIME_ID) + nanos;
  guard_of_thread = this;
}

OverrunGuard::~OverrunGuard() { guard_of_thread = outer_; }

}  // namespace geotask
