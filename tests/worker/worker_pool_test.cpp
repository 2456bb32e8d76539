// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <set>
#include <thread>

#include "domain/errors.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

bool never() { return false; }

// Waits until the pool's numbers are as `good` wants them.
template <typename Good>
void await(const WorkerPool& pool, Good good) {
  while (!good(pool.counts())) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

pid_t pidOf(WorkerLease& lease) { return lease->process->pid(); }

TEST(WorkerPool, AWorkerServesItsPrincipalAgain) {
  WorkerBench bench(WorkerBench::fakeOptions());
  auto first = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  ASSERT_TRUE(first.ok()) << first.status();
  const pid_t pid = pidOf(*first);
  first->giveBack();
  auto second = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(pidOf(*second), pid);
}

TEST(WorkerPool, AWorkerServesNoOtherPrincipal) {
  WorkerBench bench(WorkerBench::fakeOptions());
  auto first = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  const pid_t pid = pidOf(*first);
  first->giveBack();
  auto second = bench.pool->acquire(WorkerKind::kNative, "bob", never);
  ASSERT_TRUE(second.ok());
  EXPECT_NE(pidOf(*second), pid);
  EXPECT_EQ((*second)->principal, "bob");
}

TEST(WorkerPool, OneWithPythonServesBothKinds) {
  WorkerBench bench(WorkerBench::fakeOptions());
  auto first = bench.pool->acquire(WorkerKind::kPython, "alice", never);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ((*first)->kind, WorkerKind::kPython);
  const pid_t pid = pidOf(*first);
  first->giveBack();
  auto second = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  EXPECT_EQ(pidOf(*second), pid);
}

TEST(WorkerPool, AWorkerIsRenewedAfterItsJobs) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.renew_after_jobs = 2;
  WorkerBench bench(options);
  std::set<pid_t> pids;
  for (int job = 0; job < 6; ++job) {
    auto lease = bench.pool->acquire(WorkerKind::kNative, "alice", never);
    pids.insert(pidOf(*lease));
    lease->giveBack();
  }
  EXPECT_EQ(pids.size(), 3u);
}

TEST(WorkerPool, AWorkerThatGrewIsRenewed) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.renew_above_bytes = 1;
  WorkerBench bench(options);
  auto first = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  const pid_t pid = pidOf(*first);
  first->giveBack();
  auto second = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  EXPECT_NE(pidOf(*second), pid);
}

TEST(WorkerPool, AnIdleWorkerThatDiesIsReplaced) {
  WorkerBench bench(WorkerBench::fakeOptions());
  auto lease = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  const pid_t pid = pidOf(*lease);
  lease->giveBack();
  ::kill(pid, SIGKILL);
  await(*bench.pool, [](const auto& counts) { return counts.crashed == 1 && counts.idle == 1; });
  auto next = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  ASSERT_TRUE(next.ok());
  EXPECT_NE(pidOf(*next), pid);
}

TEST(WorkerPool, WhoWaitsForAWorkerCanBeCancelled) {
  WorkerBench bench(WorkerBench::fakeOptions());
  auto busy = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  int asked = 0;
  const auto none = bench.pool->acquire(WorkerKind::kNative, "alice", [&] { return ++asked > 2; });
  EXPECT_TRUE(absl::IsCancelled(none.status()));
}

TEST(WorkerPool, AProgramThatIsNotThereIsWorkerUnavailable) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.program = "/nowhere/geotask-worker";
  WorkerBench bench(options);
  const auto none = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  EXPECT_EQ(errorDetail(none.status()).reason, "WORKER_UNAVAILABLE");
  EXPECT_THAT(std::string(none.status().message()), ::testing::HasSubstr("No such file"));
  EXPECT_GT(errorDetail(none.status()).retry_delay, absl::ZeroDuration());
}

// How a worker may fail to start, and what is said of it.
struct BadStart {
  const char* how;
  const char* said;
};
class WorkerPoolStart : public ::testing::TestWithParam<BadStart> {};

TEST_P(WorkerPoolStart, WhatFailsAgainAndAgainIsWorkerUnavailable) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.settings.environment = {std::string("FAKE_START=") + GetParam().how};
  options.start_timeout = absl::Milliseconds(100);
  WorkerBench bench(options);
  const auto none = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  EXPECT_EQ(errorDetail(none.status()).reason, "WORKER_UNAVAILABLE");
  EXPECT_THAT(std::string(none.status().message()), ::testing::HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(Ways, WorkerPoolStart,
                         ::testing::Values(BadStart{"crash", "signal SIGABRT"},
                                           BadStart{"hang", "not ready"},
                                           BadStart{"nonsense", "a frame of"}),
                         [](const auto& info) { return std::string(info.param.how); });

TEST(WorkerPool, AWorkerWithoutPythonIsNoneWithPython) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.settings.environment = {"FAKE_NO_PYTHON=1"};
  WorkerBench bench(options);
  const auto none = bench.pool->acquire(WorkerKind::kPython, "alice", never);
  EXPECT_EQ(errorDetail(none.status()).reason, "WORKER_UNAVAILABLE");
  EXPECT_TRUE(bench.pool->acquire(WorkerKind::kNative, "alice", never).ok());
  // Whoever asks for one apart takes what there is.
  const auto apart = bench.pool->startApart(WorkerKind::kPython, never);
  ASSERT_TRUE(apart.ok() || errorDetail(apart.status()).reason == "WORKER_UNAVAILABLE");
}

TEST(WorkerPool, FoldersOfADaemonBeforeAreRemoved) {
  TestFolder state;
  state.write("workers/17/in/1/roads.shp", "of somebody else");
  PoolOptions options = WorkerBench::fakeOptions();
  options.folder = state.path() + "/workers";
  WorkerPool pool(options);
  EXPECT_FALSE(std::filesystem::exists(state.path() + "/workers/17"));
}

TEST(WorkerPool, AWorkerHasNothingOfTheDaemonsEnvironment) {
  ::setenv("PGPASSWORD", "gold", 1);
  WorkerBench bench(WorkerBench::fakeOptions());
  auto lease = bench.pool->acquire(WorkerKind::kNative, "alice", never);
  const std::string environment = readFile("/proc/" + std::to_string(pidOf(*lease)) + "/environ");
  EXPECT_THAT(environment, ::testing::HasSubstr("PATH=/usr/bin:/bin"));
  EXPECT_THAT(environment, ::testing::Not(::testing::HasSubstr("gold")));
}

TEST(WorkerPool, EveryJobEndsWhileWorkersAreBeingKilled) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.count = 2;
  WorkerBench bench(options);
  std::atomic<bool> over{false};
  std::thread killer([&] {
    while (!over) {
      for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        const bool number = name.find_first_not_of("0123456789") == std::string::npos;
        const std::string parent = "PPid:\t" + std::to_string(::getpid()) + "\n";
        if (number && readFile(entry.path() / "status").find(parent) != std::string::npos) {
          ::kill(std::stoi(name), SIGKILL);
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  int good = 0;
  int crashed = 0;
  for (int job = 0; job < 100; ++job) {
    NotedContext context;
    const absl::Status status = bench.run("fake:echo", {{}}, context);
    const std::string reason = errorDetail(status).reason;
    if (status.ok()) ++good;
    if (reason == "WORKER_CRASHED" || reason == "WORKER_UNAVAILABLE") ++crashed;
  }
  over = true;
  killer.join();
  EXPECT_EQ(good + crashed, 100);
}

}  // namespace
}  // namespace geotask
