// SPDX-License-Identifier: GPL-2.0-or-later
//
// Jobs whose rows come in a call, as board and scheduler see them.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "domain/job_board.h"
#include "domain/row_stream.h"
#include "domain/scheduler.h"
#include "support/fake_executor.h"
#include "support/gate.h"

namespace geotask {
namespace {

// Gives a record for each row; may be told to wait before each chunk.
class EchoWork : public JobWork {
 public:
  EchoWork(std::shared_ptr<RowStream> stream, std::function<void()> before,
           std::function<void()> nothing, std::atomic<int>& claims)
      : stream_(std::move(stream)),
        before_(std::move(before)),
        nothing_(std::move(nothing)),
        claims_(claims) {}
  std::optional<uint64_t> claim() override {
    ++claims_;
    if (stream_->claim()) return next_++;
    if (nothing_) nothing_();
    return std::nullopt;
  }
  absl::Status run(uint64_t, ChunkContext& context) override {
    const StreamChunk chunk = stream_->take([](const Feature&) { return 1e6; });
    if (before_) before_();
    if (chunk.rows.empty()) return absl::OkStatus();
    stream_->give(chunk.number, {{std::to_string(chunk.rows.front().id), 1}});
    context.addFeaturesDone(1);
    if (chunk.rows.front().id != 666) return absl::OkStatus();
    return makeError(absl::StatusCode::kInvalidArgument, {"DISTANCE_IS_NULL", "spec.buffer"});
  }
  bool finished() const override { return stream_->done(); }
  bool asleep() override { return stream_->asleep(); }
  bool small() override {
    return stream_->costOfAll(1, [](const Feature&) { return 1.0; }).has_value();
  }

 private:
  const std::shared_ptr<RowStream> stream_;
  const std::function<void()> before_;
  const std::function<void()> nothing_;
  std::atomic<int>& claims_;
  uint64_t next_ = 0;
};

class EchoRunner : public JobRunner {
 public:
  std::unique_ptr<JobWork> createWork(const std::string&, const std::string&, const JobSpec&,
                                      JobInputs inputs) override {
    return std::make_unique<EchoWork>(std::move(inputs.stream), before, nothing, claims);
  }
  std::function<void()> before;   // Called before each chunk,
  std::function<void()> nothing;  // and when there was nothing to claim.
  std::atomic<int> claims{0};
};

class VolatileCalls : public testing::Test {
 protected:
  VolatileCalls() { scheduler_.setExecutor(&executor_); }
  ~VolatileCalls() override {
    scheduler_.cancelWaiting({{"SHUTDOWN"}, "the test is over"});
    scheduler_.cancelRunning({{"SHUTDOWN"}, "the test is over"});
    while (scheduler_.waiting() + scheduler_.running() > 0) std::this_thread::yield();
  }

  std::shared_ptr<RowStream> open(const std::string& id, FeatureBatch rows = {}, bool end = false) {
    auto stream = std::make_shared<RowStream>(Schema());
    if (!rows.empty()) stream->put(std::move(rows));
    if (end) stream->end();
    JobSpec spec;
    spec.volatile_call = true;
    const auto shared = std::make_shared<const JobSpec>(spec);
    EXPECT_TRUE(board_.add(id, "local", shared).ok());
    JobInputs inputs;
    inputs.stream = stream;
    scheduler_.enqueueCall(id, "local", shared, std::move(inputs));
    scheduler_.runHere(id);
    return stream;
  }

  JobState state(const std::string& id) { return *board_.get("local", id)->state; }

  static std::string nextOf(RowStream& stream) {
    for (;;) {
      if (const auto next = stream.next()) return next->bytes;
      if (stream.ended()) return "ended";
      std::this_thread::yield();
    }
  }

  static absl::Status endOf(RowStream& stream) {
    while (!stream.ended()) std::this_thread::yield();
    return *stream.ended();
  }

  EchoRunner runner_;
  JobBoard board_{systemClock(), {}};
  Scheduler scheduler_{{1, 1, absl::Hours(1)}, systemClock(), board_, runner_};
  FakeExecutor executor_{scheduler_, 2};
};

FeatureBatch rows(std::initializer_list<int64_t> ids) {
  FeatureBatch batch;
  for (const int64_t id : ids) batch.push_back({id, std::nullopt, {}});
  return batch;
}

TEST_F(VolatileCalls, SmallWorkIsDoneOnTheThreadThatBroughtIt) {
  std::thread::id worker;
  runner_.before = [&] { worker = std::this_thread::get_id(); };
  const auto stream = open("a", rows({7}), true);
  EXPECT_EQ(worker, std::this_thread::get_id());
  EXPECT_EQ(state("a"), JobState::kRunning);
  EXPECT_EQ(stream->next()->bytes, "7");
  // With its last result taken it has ended, before next() returned.
  EXPECT_EQ(state("a"), JobState::kSucceeded);
  EXPECT_TRUE(stream->ended()->ok());
  EXPECT_EQ(scheduler_.running(), 0u);
}

TEST_F(VolatileCalls, SmallWorkWaitsForItsTurnWhereOthersHaveTheirs) {
  Gate gate;
  std::atomic<int> begun{0};
  runner_.before = [&] {
    ++begun;
    gate.pass();
  };
  // Both threads are at it, and it has more to do.
  const auto large = open("large", rows({1, 2, 3, 4}));
  while (begun < 2) std::this_thread::yield();
  const auto small = open("small", rows({7}), true);
  EXPECT_EQ(begun, 2);
  gate.open();
  EXPECT_EQ(nextOf(*small), "7");
  EXPECT_TRUE(endOf(*small).ok());
  for (const char* id : {"1", "2", "3", "4"}) EXPECT_EQ(nextOf(*large), id);
}

TEST_F(VolatileCalls, ChunksRunSideBySideAndResultsKeepTheirOrder) {
  std::atomic<int> together{0};
  runner_.before = [&] {
    ++together;
    while (together < 2) std::this_thread::yield();
  };
  const auto stream = open("a", rows({1, 2, 3, 4, 5}));
  for (const char* id : {"1", "2", "3", "4", "5"}) EXPECT_EQ(nextOf(*stream), id);
  stream->end();
  EXPECT_TRUE(endOf(*stream).ok());
}

TEST_F(VolatileCalls, ACallThatSleepsCostsNothingAndWakesUp) {
  const auto stream = open("a");
  while (state("a") != JobState::kRunning || runner_.claims == 0) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const int claims = runner_.claims;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(runner_.claims, claims);
  for (int64_t id = 1; id <= 100; ++id) {
    stream->put(rows({id}));
    EXPECT_EQ(nextOf(*stream), std::to_string(id));
  }
  stream->end();
  EXPECT_TRUE(endOf(*stream).ok());
  EXPECT_EQ(board_.get("local", "a")->progress.features_done, 100u);
}

// Such a call once failed with "the work came to a standstill": nothing to claim, and yet not asleep.
TEST_F(VolatileCalls, RowsMayComeBetweenTheLookForThemAndTheLookWhetherItSleeps) {
  RowStream* stream = nullptr;
  Gate opened;
  std::thread client;
  runner_.nothing = [&] {
    if (client.joinable()) return;
    opened.pass();
    // On a thread of its own, as of a client: the scheduler is in the middle of its look.
    client = std::thread([stream] { stream->put(rows({7})); });
    while (stream->rowsIn() == 0) std::this_thread::yield();
  };
  const auto call = open("a");
  stream = call.get();
  opened.open();
  EXPECT_EQ(nextOf(*call), "7");
  call->end();
  EXPECT_TRUE(endOf(*call).ok());
  client.join();
}

TEST_F(VolatileCalls, CallsHavePlacesBesideThoseForJobs) {
  // max_running_jobs is 1 here.
  const auto one = open("one");
  const auto two = open("two");
  two->put(rows({2}));
  EXPECT_EQ(nextOf(*two), "2");
  one->put(rows({1}));
  EXPECT_EQ(nextOf(*one), "1");
  one->end();
  two->end();
  EXPECT_TRUE(endOf(*one).ok());
  EXPECT_TRUE(endOf(*two).ok());
}

TEST_F(VolatileCalls, ACancelEndsACallThatSleepsAtOnce) {
  const auto stream = open("a");
  while (state("a") != JobState::kRunning) std::this_thread::yield();
  EXPECT_TRUE(scheduler_.cancel("a", {{"CANCELLED_BY_CLIENT"}, "cancelled"}));
  EXPECT_EQ(state("a"), JobState::kCancelled);
  EXPECT_EQ(stream->ended()->code(), absl::StatusCode::kAborted);
  EXPECT_EQ(errorDetail(*stream->ended()).reason, "CANCELLED_BY_CLIENT");
}

TEST_F(VolatileCalls, AnErrorOfARowAndOneOfTheCallEndTheJobFailed) {
  const auto bad = open("bad", rows({666}), true);
  EXPECT_EQ(endOf(*bad).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(state("bad"), JobState::kFailed);

  const auto wrong = open("wrong");
  scheduler_.fail("wrong", makeError(absl::StatusCode::kInvalidArgument, {"INVALID_WKB", "batch"}));
  EXPECT_EQ(errorDetail(endOf(*wrong)).reason, "INVALID_WKB");
  EXPECT_EQ(state("wrong"), JobState::kFailed);
  EXPECT_EQ(board_.get("local", "wrong")->error->detail.reason, "INVALID_WKB");
}

TEST_F(VolatileCalls, AStreamWithoutRowsSucceeds) {
  const auto stream = open("a", {}, true);
  EXPECT_TRUE(endOf(*stream).ok());
  EXPECT_EQ(state("a"), JobState::kSucceeded);
}

}  // namespace
}  // namespace geotask
