// SPDX-License-Identifier: GPL-2.0-or-later
//
// The pool's thread: starts processes, hears that they are ready, notices those that die, and keeps
// as many as there are to be.
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "worker/pool_state.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

std::vector<ProtectionInfo> protectionsIn(const Json& message) {
  std::vector<ProtectionInfo> protections;
  for (const Json& one : listIn(message, "protections")) {
    protections.push_back(
        {textIn(one, "name", 100), flagIn(one, "in_force"), textIn(one, "detail", 200)});
  }
  return protections;
}

// How long to sleep when nothing is to be expected: bounds how long a death goes unseen on kernels
// that do not tell.
constexpr absl::Duration kLongestSleep = absl::Seconds(1);

std::vector<std::string> environmentOf(const WorkerFolder& folder, const WorkerSettings& settings) {
  std::vector<std::string> environment = {
      "PATH=/usr/bin:/bin",
      "LANG=C.UTF-8",
      "QT_QPA_PLATFORM=offscreen",
      absl::StrCat("HOME=", folder.home()),
      absl::StrCat("XDG_RUNTIME_DIR=", folder.home()),
      absl::StrCat("TMPDIR=", folder.tmp()),
  };
  environment.insert(environment.end(), settings.environment.begin(), settings.environment.end());
  return environment;
}

}  // namespace

void WorkerPool::State::run() {
  while (true) {
    {
      MutexLock lock(mutex_);
      if (stopping_) break;
    }
    Plan next = plan();
    next.to_end.clear();
    for (const auto& [kind, apart] : next.to_start) start(kind, apart);
    waitForNews();
    hearStarting();
  }
  std::vector<Starting> starting;
  std::vector<WorkerPtr> idle;
  {
    MutexLock lock(mutex_);
    starting.swap(starting_);
    idle.swap(idle_);
  }
}

WorkerPool::State::Plan WorkerPool::State::plan() {
  Plan plan;
  const absl::Time now = absl::Now();
  MutexLock lock(mutex_);
  for (auto worker = idle_.begin(); worker != idle_.end();) {
    if ((*worker)->process->ended()) {
      ++crashed_;
      plan.to_end.push_back(std::move(*worker));
      worker = idle_.erase(worker);
    } else {
      ++worker;
    }
  }
  serveWaiters();

  size_t total = idle_.size() + startingCount(false) + busy_;
  std::map<std::pair<WorkerKind, bool>, int> coming;
  for (const Starting& starting : starting_) ++coming[{starting.worker->kind, starting.apart}];
  for (const Waiter& waiter : waiters_) {
    if (!waiter.waits() || coming[{waiter.kind, waiter.apart}]-- > 0) continue;
    if (!backoff(waiter.kind).mayStart(now)) continue;
    if (!waiter.apart && total >= options.count) {
      if (idle_.empty()) continue;
      // One that serves nobody who waits makes room.
      plan.to_end.push_back(std::move(idle_.front()));
      idle_.erase(idle_.begin());
      --total;
    }
    total += waiter.apart ? 0 : 1;
    plan.to_start.emplace_back(waiter.kind, waiter.apart);
  }
  for (; total < options.count && backoff(WorkerKind::kNative).mayStart(now); ++total) {
    plan.to_start.emplace_back(WorkerKind::kNative, false);
  }
  for (const WorkerKind kind : {WorkerKind::kNative, WorkerKind::kPython}) {
    if (backoff(kind).hopeless() && !backoff(kind).mayStart(now)) refuse(kind);
  }
  return plan;
}

void WorkerPool::State::start(WorkerKind kind, bool apart) {
  auto worker = std::make_unique<Worker>();
  worker->kind = kind;
  const uint64_t number = ++last_number_;
  absl::StatusOr<std::unique_ptr<WorkerFolder>> folder =
      WorkerFolder::create(absl::StrCat(options.folder, "/", number));
  if (!folder.ok()) return startFailed(kind, std::string(folder.status().message()));
  worker->folder = *std::move(folder);

  WorkerProcess::Start how;
  how.program = options.program;
  how.arguments = {toArgument({kind, worker->folder->path(), options.max_memory_bytes,
                               options.max_disk_bytes, options.settings})};
  how.environment = environmentOf(*worker->folder, options.settings);
  how.folder = worker->folder->home();
  how.log = [this, number](const std::string& line) {
    log(Severity::kInfo, absl::StrCat("worker ", number, ": ", line));
  };
  absl::StatusOr<std::unique_ptr<WorkerProcess>> process = WorkerProcess::start(how);
  if (!process.ok()) return startFailed(kind, std::string(process.status().message()));
  worker->process = *std::move(process);
  worker->channel = std::make_unique<FrameChannel>(worker->process->takeSocket());
  MutexLock lock(mutex_);
  starting_.push_back({std::move(worker), apart, absl::Now() + options.start_timeout});
}

void WorkerPool::State::startFailed(WorkerKind kind, const std::string& problem) {
  log(Severity::kError, absl::StrCat("a worker could not be started: ", problem));
  MutexLock lock(mutex_);
  backoff(kind).failed(absl::Now(), problem);
  if (backoff(kind).hopeless()) refuse(kind);
}

void WorkerPool::State::waitForNews() {
  std::vector<pollfd> polled{{wake_.get(), POLLIN, 0}};
  absl::Time until = absl::Now() + kLongestSleep;
  {
    MutexLock lock(mutex_);
    for (const Starting& starting : starting_) {
      polled.push_back({starting.worker->channel->fd(), POLLIN, 0});
      polled.push_back({starting.worker->process->pidFd(), POLLIN, 0});
      until = std::min(until, starting.deadline);
    }
    for (const WorkerPtr& worker : idle_) polled.push_back({worker->process->pidFd(), POLLIN, 0});
    for (const StartBackoff& state : backoffs_) {
      if (!state.mayStart(absl::Now())) until = std::min(until, state.notBefore());
    }
  }
  const int64_t milliseconds = absl::ToInt64Milliseconds(until - absl::Now()) + 1;
  ::poll(polled.data(), polled.size(), static_cast<int>(std::max<int64_t>(milliseconds, 0)));
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(wake_.get(), &count, sizeof count);
}

void WorkerPool::State::hearStarting() {
  std::vector<Starting> starting;
  {
    MutexLock lock(mutex_);
    starting.swap(starting_);
  }
  std::vector<Starting> still;
  for (Starting& one : starting) {
    const std::optional<absl::Status> heard = hear(one);
    if (!heard) {
      still.push_back(std::move(one));
    } else if (heard->ok()) {
      started(std::move(one));
    } else {
      const WorkerKind kind = one.worker->kind;
      one.worker.reset();
      startFailed(kind, std::string(heard->message()));
    }
  }
  MutexLock lock(mutex_);
  for (Starting& one : still) starting_.push_back(std::move(one));
}

std::optional<absl::Status> WorkerPool::State::hear(Starting& starting) {
  Worker& worker = *starting.worker;
  const absl::StatusOr<std::optional<Frame>> frame = worker.channel->receive(absl::ZeroDuration());
  if (frame.ok() && !frame->has_value()) {
    if (worker.process->ended()) {
      return absl::InternalError(
          absl::StrCat("it ended with ", describeEnd(worker.process->wait())));
    }
    if (absl::Now() < starting.deadline) return std::nullopt;
    return absl::InternalError(
        absl::StrCat("it was not ready after ", absl::FormatDuration(options.start_timeout)));
  }
  if (absl::IsInvalidArgument(frame.status())) return frame.status();
  if (!frame.ok()) {
    worker.process->kill();
    const ProcessEnd& end = worker.process->wait();
    return absl::InternalError(absl::StrCat("it ended with ", describeEnd(end)));
  }
  const absl::StatusOr<Json> message = readMessage((*frame)->payload);
  if (!message.ok() || textIn(*message, "type") != "ready") {
    return absl::InternalError("it did not say that it is ready");
  }
  worker.has_python = flagIn(*message, "python");
  const std::string problem = textIn(*message, "problem", 1000);
  if (!problem.empty()) log(Severity::kWarning, absl::StrCat("a worker says: ", problem));
  tellProtections(protectionsIn(*message));
  if (worker.kind == WorkerKind::kPython && !worker.has_python && !starting.apart) {
    return absl::InternalError(absl::StrCat("it has no Python: ", problem));
  }
  return absl::OkStatus();
}

// Once, and again when they change: all workers have the same.
void WorkerPool::State::tellProtections(const std::vector<ProtectionInfo>& protections) {
  {
    MutexLock lock(mutex_);
    protections_ = protections;
  }
  std::string in_force;
  std::string missing;
  for (const ProtectionInfo& one : protections) {
    std::string& list = one.in_force ? in_force : missing;
    absl::StrAppend(&list, list.empty() ? "" : ", ", one.name,
                    one.detail.empty() ? "" : absl::StrCat(" (", one.detail, ")"));
  }
  std::string now = absl::StrCat(in_force, "|", missing);
  if (now == told_protections_) return;
  told_protections_ = std::move(now);
  if (!in_force.empty()) log(Severity::kInfo, absl::StrCat("workers are protected by ", in_force));
  if (in_force.empty() && missing.empty()) missing = "any sandbox: the operator wants none";
  if (!missing.empty()) log(Severity::kWarning, absl::StrCat("workers run without ", missing));
}

void WorkerPool::State::started(Starting starting) {
  MutexLock lock(mutex_);
  ++started_;
  backoff(starting.worker->kind).succeeded();
  if (!starting.apart) {
    idle_.push_back(std::move(starting.worker));
    serveWaiters();
    return;
  }
  for (Waiter& waiter : waiters_) {
    if (!waiter.apart || !waiter.waits() || waiter.kind != starting.worker->kind) continue;
    waiter.given = std::move(starting.worker);
    changed_.notifyAll();
    return;
  }
}

}  // namespace geotask
