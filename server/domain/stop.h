// SPDX-License-Identifier: GPL-2.0-or-later
//
// How loops over millions of things end when nobody waits for them any more. Whoever runs such work says, for
// his thread, how to find out; the loops look now and then:
//
//     const StopGuard guard([&] { return context.cancelled(); });
//     try { plan(); } catch (const Stopped&) { return absl::CancelledError(); }
//
//     for (const Part& part : parts) { checkStop(); ... }   // In plan(), however deep.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace geotask {

// Thrown by checkStop().
class Stopped {};

inline void checkStop(unsigned rounds = 1);

// One thread; one that is made within another takes its place meanwhile.
class StopGuard {
 public:
  explicit StopGuard(std::function<bool()> asked)
      : asked_(std::move(asked)), outer_(std::exchange(of_thread_, this)) {}
  ~StopGuard() { of_thread_ = outer_; }
  StopGuard(const StopGuard&) = delete;
  StopGuard& operator=(const StopGuard&) = delete;

 private:
  friend void checkStop(unsigned rounds);
  static constexpr unsigned kPassOver = 1 << 12;

  const std::function<bool()> asked_;
  StopGuard* const outer_;
  unsigned looks_ = 0;
  static inline thread_local StopGuard* of_thread_ = nullptr;
};

// For each round of a loop that may have many, or once for so many: throws Stopped when this thread has a guard
// that is asked to stop. Costs next to nothing. Not below a callback of a library, nor in a destructor.
inline void checkStop(unsigned rounds) {
  StopGuard* const guard = StopGuard::of_thread_;
  if (guard == nullptr) return;
  const unsigned asked = guard->looks_ / StopGuard::kPassOver;
  guard->looks_ += rounds;
  if (guard->looks_ / StopGuard::kPassOver != asked && guard->asked_()) throw Stopped();
}

// After so many bytes were read, copied or the like at once.
inline void checkStopAfterBytes(size_t bytes) {
  constexpr size_t kBytesARound = 16;
  checkStop(static_cast<unsigned>(bytes / kBytesARound));
}

}  // namespace geotask
