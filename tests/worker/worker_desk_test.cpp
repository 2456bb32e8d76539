// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the worker that answers questions says: which algorithms there are, and whether parameters
// are good.
#include <gtest/gtest.h>

#include <csignal>
#include <future>

#include "codec/feature_codec.h"
#include "domain/errors.h"
#include "worker/worker_catalogue.h"
#include "worker/worker_checker.h"
#include "worker/worker_support.h"

namespace geotask {
namespace {

const ProtoFeatureCodec kCodec;

struct Checked {
  absl::Status status;
  std::vector<std::string> warnings;
};

Checked check(WorkerChecker& checker, const std::string& algorithm, const Json& parameters,
              const std::string& principal = "alice") {
  ProcessingCall call;
  call.algorithm = algorithm;
  call.parameters = parameters;
  std::promise<Checked> answer;
  checker.check(principal, call, {}, [&](absl::Status status, std::vector<std::string> warnings) {
    answer.set_value({std::move(status), std::move(warnings)});
  });
  return answer.get_future().get();
}

TEST(WorkerCatalogue, TellsWhatAWorkerToldAndWhatIsDenied) {
  WorkerBench bench(WorkerBench::fakeOptions());
  WorkerDesk desk(*bench.pool);
  std::promise<size_t> ready;
  WorkerCatalogue catalogue(desk, {[](const AlgorithmDescription& algorithm) {
                                     return algorithm.id == "fake:crash" ? "it crashes" : "";
                                   },
                                   [&](size_t count) { ready.set_value(count); }});
  EXPECT_EQ(ready.get_future().get(), 2u);
  const auto algorithms = catalogue.algorithms();
  ASSERT_NE(algorithms, nullptr);
  EXPECT_EQ((*algorithms)[0].id, "fake:crash");
  EXPECT_EQ((*algorithms)[0].denied, "it crashes");
  EXPECT_EQ((*algorithms)[1].denied, "");
}

TEST(WorkerCatalogue, KnowsNothingWhileNoWorkerStarts) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.settings.environment = {"FAKE_START=crash"};
  WorkerBench bench(options);
  WorkerDesk desk(*bench.pool);
  WorkerCatalogue catalogue(desk, {});
  EXPECT_EQ(catalogue.algorithms(), nullptr);
}

TEST(WorkerChecker, PassesOnWhatAWorkerSays) {
  WorkerBench bench(WorkerBench::fakeOptions());
  WorkerDesk desk(*bench.pool);
  WorkerChecker checker(desk, kCodec);
  const Checked good = check(checker, "fake:echo", Json::object());
  EXPECT_TRUE(good.status.ok()) << good.status;
  EXPECT_EQ(good.warnings, std::vector<std::string>{"mind the gap"});
  const Checked bad = check(checker, "fake:echo", {{"BAD", 1}});
  EXPECT_TRUE(absl::IsInvalidArgument(bad.status));
  EXPECT_EQ(errorDetail(bad.status).field, "spec.processing.parameters.BAD");
}

TEST(WorkerChecker, ACheckThatDoesNotEndIsUnavailableAndTheNextOneWorks) {
  PoolOptions options = WorkerBench::fakeOptions();
  options.check_timeout = absl::Milliseconds(200);
  WorkerBench bench(options);
  WorkerDesk desk(*bench.pool);
  WorkerChecker checker(desk, kCodec);
  const Checked hung = check(checker, "fake:hang", Json::object());
  EXPECT_TRUE(absl::IsUnavailable(hung.status));
  EXPECT_EQ(errorDetail(hung.status).reason, "CHECK_UNAVAILABLE");
  EXPECT_TRUE(check(checker, "fake:echo", Json::object(), "bob").status.ok());
}

TEST(WorkerChecker, ACheckThatCrashesIsUnavailable) {
  WorkerBench bench(WorkerBench::fakeOptions());
  WorkerDesk desk(*bench.pool);
  WorkerChecker checker(desk, kCodec);
  const Checked crashed = check(checker, "fake:crash", Json::object());
  EXPECT_EQ(errorDetail(crashed.status).reason, "CHECK_UNAVAILABLE");
}

TEST(WorkerChecker, AWorkerThatWasKilledSinceTheLastCheckIsReplaced) {
  WorkerBench bench(WorkerBench::fakeOptions());
  WorkerDesk desk(*bench.pool);
  WorkerChecker checker(desk, kCodec);
  std::promise<pid_t> found;
  desk.ask(
      "alice",
      [&](Worker& worker) {
        found.set_value(worker.process->pid());
        return absl::OkStatus();
      },
      [](const absl::Status&) {});
  ::kill(found.get_future().get(), SIGKILL);
  EXPECT_TRUE(check(checker, "fake:echo", Json::object()).status.ok());
}

TEST(WorkerDesk, AWorkerThatServedOnePrincipalServesNoOther) {
  WorkerBench bench(WorkerBench::fakeOptions());
  WorkerDesk desk(*bench.pool);
  std::vector<pid_t> pids;
  for (const char* principal : {"alice", "alice", "bob"}) {
    std::promise<void> done;
    desk.ask(
        principal,
        [&](Worker& worker) {
          pids.push_back(worker.process->pid());
          return absl::OkStatus();
        },
        [&](const absl::Status&) { done.set_value(); });
    done.get_future().wait();
  }
  EXPECT_EQ(pids[0], pids[1]);
  EXPECT_NE(pids[1], pids[2]);
}

TEST(WorkerDesk, QuestionsThatWaitWhenItGoesAreAnswered) {
  WorkerBench bench(WorkerBench::fakeOptions());
  std::promise<absl::Status> answer;
  {
    WorkerDesk desk(*bench.pool);
    desk.ask(
        "", [](Worker&) { return absl::OkStatus(); },
        [&](const absl::Status& status) { answer.set_value(status); }, absl::Hours(1));
  }
  EXPECT_TRUE(absl::IsCancelled(answer.get_future().get()));
}

}  // namespace
}  // namespace geotask
