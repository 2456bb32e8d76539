// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/wake_up.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "support/gate.h"

namespace geotask {
namespace {

void waitFor(const std::atomic<int>& calls, int count) {
  while (calls < count) std::this_thread::yield();
}

TEST(WakeUp, IsCalledOnAnotherThread) {
  std::atomic<int> calls{0};
  std::thread::id thread;
  const auto wake_up = WakeUp::create([&] {
    thread = std::this_thread::get_id();
    ++calls;
  });
  wake_up->now();
  waitFor(calls, 1);
  wake_up->end();
  EXPECT_NE(thread, std::this_thread::get_id());
}

TEST(WakeUp, IsCalledRightHereByWhoHasNothingElseToDo) {
  int calls = 0;
  const auto wake_up = WakeUp::create([&] { ++calls; });
  wake_up->here();
  EXPECT_EQ(calls, 1);
  wake_up->end();
}

TEST(WakeUp, WhatComesWhileItRunsIsOneCallMore) {
  std::atomic<int> calls{0};
  Gate gate;
  const auto wake_up = WakeUp::create([&] {
    if (++calls == 1) gate.pass();
  });
  wake_up->now();
  waitFor(calls, 1);
  for (int i = 0; i < 100; ++i) wake_up->now();
  for (int i = 0; i < 100; ++i) wake_up->here();
  gate.open();
  waitFor(calls, 2);
  wake_up->end();
  EXPECT_EQ(calls, 2);
}

TEST(WakeUp, TheSoonestOfSeveralTimesCounts) {
  std::atomic<int> calls{0};
  const auto wake_up = WakeUp::create([&] { ++calls; });
  const absl::Time begin = absl::Now();
  wake_up->after(absl::Hours(1));
  wake_up->after(absl::Milliseconds(30));
  wake_up->after(absl::Minutes(1));
  waitFor(calls, 1);
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(30));
  // What is to come after it is set by the function.
  wake_up->after(absl::Milliseconds(10));
  waitFor(calls, 2);
  wake_up->end();
}

TEST(WakeUp, IsNotCalledOnceItHasEnded) {
  for (int i = 0; i < 200; ++i) {
    std::atomic<bool> ended{false};
    std::atomic<int> late{0};
    const auto wake_up = WakeUp::create([&] { late += ended ? 1 : 0; });
    wake_up->after(absl::Microseconds(i * 5));
    if (i % 2 == 0) wake_up->now();
    wake_up->end();
    ended = true;
    wake_up->now();
    wake_up->after(absl::ZeroDuration());
    EXPECT_EQ(late, 0);
  }
}

TEST(WakeUp, ManyThreadsMayCallItAtOnceAndItRunsOnOne) {
  std::atomic<int> running{0};
  std::atomic<int> calls{0};
  const auto wake_up = WakeUp::create([&] {
    EXPECT_EQ(++running, 1);
    ++calls;
    --running;
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 500; ++n) {
        if ((n + i) % 3 == 0) wake_up->now();
        if ((n + i) % 3 == 1) wake_up->here();
        if ((n + i) % 3 == 2) wake_up->after(absl::Microseconds(n));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  wake_up->end();
  EXPECT_GT(calls, 0);
}

}  // namespace
}  // namespace geotask
