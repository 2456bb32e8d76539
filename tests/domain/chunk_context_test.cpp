// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/chunk_context.h"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "domain/stop.h"
#include "support/deaf_context.h"

namespace geotask {
namespace {

class OneChunk : public JobWork {
 public:
  explicit OneChunk(std::function<void()> work) : work_(std::move(work)) {}
  std::optional<uint64_t> claim() override { return 0; }
  absl::Status run(uint64_t, ChunkContext&) override {
    work_();
    return absl::OkStatus();
  }
  bool finished() const override { return true; }

 private:
  const std::function<void()> work_;
};

class Job : public testing::DeafContext {
 public:
  explicit Job(bool cancelled) : cancelled_(cancelled) {}
  bool cancelled() const override { return cancelled_; }

 private:
  const bool cancelled_;
};

absl::Status run(std::function<void()> work, bool cancelled) {
  OneChunk chunk(std::move(work));
  Job job(cancelled);
  return runChunk(chunk, 0, job);
}

void lookAMillionTimes() {
  for (int i = 0; i < 1'000'000; ++i) checkStop();
}

TEST(RunChunk, ALongLoopEndsWithItsJob) {
  EXPECT_TRUE(absl::IsCancelled(run(lookAMillionTimes, true)));
  EXPECT_TRUE(run(lookAMillionTimes, false).ok());
}

TEST(RunChunk, WhatElseIsThrownIsADefect) {
  EXPECT_TRUE(absl::IsInternal(run([] { throw std::runtime_error("oh"); }, false)));
  EXPECT_TRUE(absl::IsInternal(run([] { throw 7; }, false)));
}

TEST(RunChunk, NothingIsStoppedBehindIt) {
  run(lookAMillionTimes, true).IgnoreError();
  EXPECT_NO_THROW(lookAMillionTimes());
}

}  // namespace
}  // namespace geotask
