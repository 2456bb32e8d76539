// SPDX-License-Identifier: GPL-2.0-or-later
//
// Real processes, ended in every way that they can be.
#include "worker/geometry/geometry_pool.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>

#include "domain/errors.h"
#include "geos/drawn_geometry.h"
#include "worker/process_tree.h"

namespace geotask::testing {
namespace {

using Answer = absl::StatusOr<GeometryAnswer>;

GeometryPool::Options realOptions() {
  GeometryPool::Options options;
  options.program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "geotask-geometry";
  options.log = [](Severity, const std::string&) {};
  return options;
}

std::future<Answer> submit(
    GeometryPool& pool, GeometryTask task, std::function<bool()> cancelled = [] { return false; }) {
  const auto promise = std::make_shared<std::promise<Answer>>();
  pool.submit(std::move(task), std::move(cancelled),
              [promise](Answer answer) { promise->set_value(std::move(answer)); });
  return promise->get_future();
}

GeometryTask shortTask() {
  GeometryTask task;
  task.style = {0.1, 8};
  task.wkbs = {wkbOf("POLYGON " + star(0, 0, 1, 5, 0.3))};
  return task;
}

// GEOS is at it for minutes.
GeometryTask endlessTask() {
  std::vector<std::string> heap;
  for (int i = 0; i < 300; ++i) heap.push_back(star(0.01 * i, 0.02 * i, 5 + 0.01 * i, 20, 0.4));
  GeometryTask task;
  task.style = {1, 8};
  task.wkbs = {wkbOf(collection(heap))};
  return task;
}

// The processes of the pools of this test.
std::vector<pid_t> processes() {
  std::vector<pid_t> tree = processTree(::getpid());
  tree.erase(tree.begin());
  return tree;
}

template <typename Condition>
void waitUntil(Condition condition) {
  while (!condition()) ::usleep(1000);
}

// Waits for a process other than this one, and kills it.
pid_t killNext(pid_t known) {
  for (;;) {
    for (const pid_t pid : processes()) {
      if (pid == known) continue;
      ::kill(pid, SIGKILL);
      return pid;
    }
    ::usleep(1000);
  }
}

std::string reasonOf(const Answer& answer) { return errorDetail(answer.status()).reason; }

TEST(GeometryPool, GivesTheBytesThatAreMadeHere) {
  GeometryPool pool(realOptions());
  const Answer answer = submit(pool, shortTask()).get();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->wkb, runGeometryTask(shortTask()).wkb);
}

TEST(GeometryPool, ACancelEndsTheProcessAndAnotherTakesItsPlace) {
  GeometryPool pool(realOptions());
  std::atomic<bool> stop{false};
  std::atomic<bool> asked{false};
  auto stuck = submit(pool, endlessTask(), [&] {
    asked = true;
    return stop.load();
  });
  waitUntil([&] { return asked && !processes().empty(); });
  stop = true;
  EXPECT_TRUE(absl::IsCancelled(stuck.get().status()));
  EXPECT_TRUE(submit(pool, shortTask()).get().ok());
  EXPECT_EQ(pool.counts().cancelled, 1U);
  EXPECT_EQ(pool.counts().started, 2U);
}

TEST(GeometryPool, ATaskThatWaitsBehindAnotherIsGivenUpAtOnce) {
  GeometryPool pool(realOptions());
  std::atomic<bool> stop{false};
  auto stuck = submit(pool, endlessTask(), [&] { return stop.load(); });
  auto waiting = submit(pool, shortTask(), [] { return true; });
  EXPECT_TRUE(absl::IsCancelled(waiting.get().status()));
  EXPECT_EQ(stuck.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  stop = true;
  stuck.wait();
}

TEST(GeometryPool, WhoWaitsForLongGetsAProcessMore) {
  GeometryPool::Options options = realOptions();
  options.patience = absl::Milliseconds(20);
  GeometryPool pool(options);
  std::atomic<bool> stop{false};
  auto stuck = submit(pool, endlessTask(), [&] { return stop.load(); });
  EXPECT_TRUE(submit(pool, shortTask()).get().ok());
  EXPECT_EQ(stuck.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  EXPECT_GE(pool.counts().started, 2U);
  stop = true;
  stuck.wait();
}

TEST(GeometryPool, ATaskWhoseProcessIsKilledIsTriedOnceMore) {
  GeometryPool pool(realOptions());
  std::atomic<bool> stop{false};
  auto stuck = submit(pool, endlessTask(), [&] { return stop.load(); });
  killNext(killNext(0));
  const Answer answer = stuck.get();
  EXPECT_EQ(reasonOf(answer), "WORKER_CRASHED");
  EXPECT_EQ(errorDetail(answer.status()).given, "signal SIGKILL");
  EXPECT_EQ(pool.counts().crashed, 1U);
  EXPECT_TRUE(submit(pool, shortTask()).get().ok());
}

#ifndef __SANITIZE_ADDRESS__
TEST(GeometryPool, ATaskThatTakesTooMuchMemoryFails) {
  GeometryPool::Options options = realOptions();
  options.max_memory_bytes = uint64_t{48} << 20;
  GeometryPool pool(options);
  const Answer answer = submit(pool, endlessTask()).get();
  EXPECT_EQ(reasonOf(answer), "MEMORY_LIMIT");
  EXPECT_TRUE(submit(pool, shortTask()).get().ok());
}
#endif

TEST(GeometryPool, AProcessThatHasGrownIsRenewed) {
  GeometryPool::Options options = realOptions();
  options.renew_above_bytes = 1;
  GeometryPool pool(options);
  GeometryTask large;
  large.kind = GeometryTask::Kind::kIsValid;
  large.wkbs = {wkbOf("POLYGON " + star(0, 0, 100, 20'000, 0.001))};  // 2 MB.
  EXPECT_TRUE(submit(pool, large).get().ok());
  EXPECT_TRUE(submit(pool, shortTask()).get().ok());
  EXPECT_EQ(pool.counts().started, 2U);
}

TEST(GeometryPool, WithoutItsProgramItSaysSo) {
  GeometryPool::Options options = realOptions();
  options.program = "/nowhere/geotask-geometry";
  GeometryPool pool(options);
  EXPECT_EQ(reasonOf(submit(pool, shortTask()).get()), "WORKER_UNAVAILABLE");
}

// A program that answers every task with these bytes in place of WKB.
class Liar {
 public:
  explicit Liar(const std::string& python_bytes) {
    std::ofstream file(path_);
    file << "#!/usr/bin/python3 -IS\n"
            "import socket, struct\n"
            "s = socket.socket(fileno=3)\n"
            "while s.recv(1 << 20):\n"
            "    wkb = "
         << python_bytes
         << "\n"
            "    body = b'\\0' + struct.pack('=Q', len(wkb)) + wkb + struct.pack('=Q', 0)\n"
            "    s.sendall(struct.pack('=IB', len(body) + 1, 1) + body)\n";
    file.close();
    ::chmod(path_.c_str(), 0755);
  }
  ~Liar() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("geotask-liar-" + std::to_string(::getpid())))
          .string();
};

TEST(GeometryPool, AnAnswerThatCannotBeIsNotTaken) {
  for (const char* bytes : {"b'no wkb'", "b'\\x01\\x01\\0\\0\\0' + bytes(16)"}) {
    const Liar liar(bytes);
    GeometryPool::Options options = realOptions();
    options.program = liar.path();
    GeometryPool pool(options);
    EXPECT_EQ(reasonOf(submit(pool, shortTask()).get()), "WORKER_CRASHED") << bytes;
  }
}

TEST(GeometryPool, ItsEndGivesUpWhatIsAtWorkAndWhatWaits) {
  std::future<Answer> stuck, waiting;
  {
    GeometryPool pool(realOptions());
    stuck = submit(pool, endlessTask());
    waiting = submit(pool, shortTask());
    waitUntil([] { return !processes().empty(); });
  }
  EXPECT_TRUE(absl::IsCancelled(stuck.get().status()));
  EXPECT_TRUE(absl::IsCancelled(waiting.get().status()));
  EXPECT_TRUE(processes().empty());
}

}  // namespace
}  // namespace geotask::testing
