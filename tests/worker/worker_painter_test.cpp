// SPDX-License-Identifier: GPL-2.0-or-later
//
// Pictures by a process that may do anything: what it draws, and what becomes of its misdeeds.
#include "worker/worker_painter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "codec/feature_codec.h"
#include "domain/errors.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

const ProtoFeatureCodec kCodec;

CallInput oneRow() {
  CallInput input;
  input.reference = "job:a/OUTPUT";
  input.rows = makeMemoryFeatureSet({{}, "Point", "EPSG:3857"}, {{1, pointWkb(0, 0), {}}});
  return input;
}

// What the fake worker is to do is told as the CRS of the picture.
struct Easel {
  explicit Easel(PoolOptions options = WorkerBench::fakeOptions()) : bench(std::move(options)) {}

  std::future<absl::StatusOr<Picture>> begin(
      const std::string& what, std::function<bool()> gone = [] { return false; }) {
    PictureSpec spec;
    spec.width = 3;
    spec.height = 2;
    spec.crs = what;
    auto answer = std::make_shared<std::promise<absl::StatusOr<Picture>>>();
    painter.draw(
        "alice", spec, oneRow(), std::move(gone),
        [answer](absl::StatusOr<Picture> picture) { answer->set_value(std::move(picture)); });
    return answer->get_future();
  }
  std::string reason(const std::string& what) {
    return errorDetail(begin(what).get().status()).reason;
  }

  WorkerBench bench;
  WorkerDesk desk{*bench.pool, WorkerKind::kNative};
  WorkerPainter painter{desk, kCodec};
};

TEST(WorkerPainter, GivesThePictureAndWhatItShows) {
  Easel easel;
  const absl::StatusOr<Picture> picture = easel.begin("draw").get();
  ASSERT_TRUE(picture.ok()) << picture.status();
  EXPECT_EQ(picture->width, 3);
  EXPECT_EQ(picture->height, 2);
  EXPECT_EQ(picture->extent.x_maximum, 3);
  EXPECT_EQ(picture->crs, "EPSG:3857");
  EXPECT_EQ(picture->png.substr(1, 3), "PNG");
}

TEST(WorkerPainter, WhatCannotBeDrawnIsToldAndTheWorkerStays) {
  Easel easel;
  EXPECT_EQ(easel.reason("refuse"), "NOT_DRAWABLE");
  EXPECT_TRUE(easel.begin("draw").get().ok());
  EXPECT_EQ(easel.bench.pool->counts().crashed, 0u);
}

TEST(WorkerPainter, ACrashEndsThePictureAndTheNextOneIsDrawn) {
  Easel easel;
  EXPECT_EQ(easel.reason("crash"), "WORKER_CRASHED");
  EXPECT_TRUE(easel.begin("draw").get().ok());
}

TEST(WorkerPainter, BytesThatAreNoPictureOfThatSizeAreMisbehaviour) {
  Easel easel;
  EXPECT_EQ(easel.reason("no png"), "WORKER_MISBEHAVED");
  EXPECT_EQ(easel.reason("other size"), "WORKER_MISBEHAVED");
  EXPECT_EQ(easel.reason("huge"), "WORKER_MISBEHAVED");
  EXPECT_EQ(easel.reason("bytes first"), "WORKER_MISBEHAVED");
}

TEST(WorkerPainter, ADrawingThatDoesNotEndIsEnded) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.picture_timeout = absl::Milliseconds(200);
  Easel easel(options);
  EXPECT_EQ(easel.reason("hang"), "RENDER_TIMEOUT");
  EXPECT_TRUE(easel.begin("draw").get().ok());
}

TEST(WorkerPainter, ADrawingThatEatsMemoryIsEnded) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.max_memory_bytes = uint64_t{200} << 20;
  Easel easel(options);
  EXPECT_EQ(easel.reason("eat"), "MEMORY_LIMIT");
}

TEST(WorkerPainter, WhatNobodyWantsAnyMoreIsEndedAlsoWhileItWaits) {
  Easel easel;
  std::atomic<bool> gone{false};
  auto drawn = easel.begin("hang", [&] { return gone.load(); });
  auto waiting = easel.begin("hang", [&] { return gone.load(); });
  gone = true;
  EXPECT_TRUE(absl::IsCancelled(drawn.get().status()));
  EXPECT_TRUE(absl::IsCancelled(waiting.get().status()));
  EXPECT_TRUE(easel.begin("draw").get().ok());
}

TEST(WorkerPainter, TooManyThatWaitAreRefusedWithATimeToComeBack) {
  Easel easel;
  std::atomic<bool> gone{false};
  std::vector<std::future<absl::StatusOr<Picture>>> waiting;
  for (int i = 0; i < 32; ++i) waiting.push_back(easel.begin("hang", [&] { return gone.load(); }));
  const ErrorDetail refused = errorDetail(easel.begin("draw").get().status());
  EXPECT_EQ(refused.reason, "TOO_MANY_PICTURES");
  EXPECT_GT(refused.retry_delay, absl::ZeroDuration());
  gone = true;
  for (auto& each : waiting) EXPECT_TRUE(absl::IsCancelled(each.get().status()));
}

TEST(WorkerPainter, NoWorkerIsUnavailable) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.settings.environment = {"FAKE_START=crash"};
  Easel easel(options);
  const absl::Status status = easel.begin("draw").get().status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(errorDetail(status).reason, "WORKER_UNAVAILABLE");
}

}  // namespace
}  // namespace geotask
