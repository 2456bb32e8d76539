// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/geometry/geometry_pool.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "domain/errors.h"
#include "domain/wkb.h"
#include "worker/frames.h"
#include "worker/geometry/geometry_message.h"
#include "worker/process_tree.h"
#include "worker/start_backoff.h"
#include "worker/worker_process.h"

namespace geotask {

namespace {

constexpr size_t kMostAnswerBytes = size_t{4} << 30;
// After smaller ones a process is not looked at.
constexpr size_t kLargeTask = size_t{1} << 20;
constexpr size_t kMostTimes = 4;  // As many processes as usual.

absl::Status crashed(const std::string& how) {
  return makeError(
      absl::StatusCode::kInternal, absl::StrCat("the process that worked on it ended with ", how),
      {"WORKER_CRASHED", "", how, "", "Look at this geometry; simplify it, or split it."});
}

absl::Status noMemory(uint64_t limit) {
  return makeError(absl::StatusCode::kResourceExhausted,
                   absl::StrCat("it takes more memory than ", limit, " bytes"),
                   {"MEMORY_LIMIT", "", "", absl::StrCat("at most ", limit, " bytes"),
                    "Split the geometry, or ask the operator for more memory."});
}

absl::Status unavailable(const std::string& problem) {
  return makeError(absl::StatusCode::kUnavailable, absl::StrCat("no process for it: ", problem),
                   {"WORKER_UNAVAILABLE", "", "", "", "Tell the operator."});
}

// Whether this can be the answer to such a task.
bool isSound(const GeometryAnswer& answer, GeometryTask::Kind kind) {
  using State = GeometryAnswer::State;
  if (answer.state != State::kDone || kind == GeometryTask::Kind::kIsValid) {
    return answer.wkb.empty();
  }
  const auto summary = checkWkb(answer.wkb);
  return summary.ok() && (!givesPolygons(kind) || summary->type == 3 || summary->type == 6);
}

}  // namespace

struct GeometryPool::Request {
  GeometryTask task;
  std::function<bool()> cancelled;
  Done done;
  absl::Time since;
};

// One process after another, and the talk with it. Used by the thread that made it, which lives as
// long: a process ends with the thread that started it.
class GeometryPool::Attendant {
 public:
  explicit Attendant(GeometryPool& pool) : pool_(pool) {}

  void start() {
    if (process_ != nullptr || !backoff_.mayStart(absl::Now())) return;
    const Options& options = pool_.options_;
    auto process = WorkerProcess::start(
        {options.program,
         {options.sandbox ? "sandbox" : "open", absl::StrCat(options.max_memory_bytes)},
         {},
         "/",
         [this](const std::string& line) {
           pool_.options_.log(Severity::kWarning, "geotask-geometry: " + line);
         }});
    if (!process.ok()) {
      backoff_.failed(absl::Now(), std::string(process.status().message()));
      options.log(Severity::kError, backoff_.problem());
      return;
    }
    process_ = *std::move(process);
    channel_ = std::make_unique<FrameChannel>(process_->takeSocket());
    ++pool_.started_;
  }

  absl::StatusOr<GeometryAnswer> run(const Request& request) {
    const std::string bytes = encodeTask(request.task);
    absl::Status lost;
    for (int attempt = 0; attempt < 2; ++attempt) {
      const auto stop = [&] {
        pool_.lookAfterWaiting();
        return pool_.stopping_ || request.cancelled();
      };
      while (process_ == nullptr) {
        start();
        if (process_ != nullptr) break;
        if (stop()) return absl::CancelledError();
        if (backoff_.hopeless()) return unavailable(backoff_.problem());
        absl::SleepFor(absl::Milliseconds(5));
      }
      absl::StatusOr<GeometryAnswer> answer = talk(bytes, stop);
      if (answer.ok() && !isSound(*answer, request.task.kind)) {
        answer = absl::InvalidArgumentError("the answer is none to such a task");
      }
      if (answer.ok()) {
        backoff_.succeeded();
        if (answer->state == GeometryAnswer::State::kNoMemory) {
          end();
          return noMemory(pool_.options_.max_memory_bytes);
        }
        renewIfLarge(bytes.size() + answer->wkb.size());
        return answer;
      }
      const std::string how = end();
      if (absl::IsCancelled(answer.status())) return answer.status();
      lost = absl::IsInvalidArgument(answer.status())
                 ? crashed(std::string(answer.status().message()))
                 : crashed(how);
      pool_.options_.log(Severity::kWarning, absl::StrCat("geotask-geometry: ", lost.message()));
    }
    return lost;
  }

 private:
  absl::StatusOr<GeometryAnswer> talk(const std::string& task, const std::function<bool()>& stop) {
    absl::Status sent = sendBytes(*channel_, task, stop);
    if (!sent.ok()) return sent;
    absl::StatusOr<std::string> bytes = receiveBytes(*channel_, kMostAnswerBytes, stop);
    if (!bytes.ok()) return bytes.status();
    return decodeAnswer(*bytes);
  }

  // How the process ended.
  std::string end() {
    const bool by_itself = process_->ended();
    if (!by_itself) process_->kill();
    std::string how = describeEnd(process_->wait());
    channel_.reset();
    process_.reset();
    return how;
  }

  void renewIfLarge(size_t task_bytes) {
    if (task_bytes < kLargeTask) return;
    if (residentBytes({process_->pid()}) > pool_.options_.renew_above_bytes) end();
  }

  GeometryPool& pool_;
  StartBackoff backoff_;
  std::unique_ptr<WorkerProcess> process_;
  std::unique_ptr<FrameChannel> channel_;
};

GeometryPool::GeometryPool(Options options) : options_(std::move(options)) {
  MutexLock lock(mutex_);
  for (unsigned i = 0; i < options_.count; ++i) threads_.emplace_back([this] { serve(); });
}

GeometryPool::~GeometryPool() {
  std::vector<std::thread> threads;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    threads = std::move(threads_);
  }
  changed_.notifyAll();
  for (std::thread& thread : threads) thread.join();
  MutexLock lock(mutex_);
  for (const auto& request : waiting_) request->done(absl::CancelledError());
}

void GeometryPool::submit(GeometryTask task, std::function<bool()> cancelled, Done done) {
  {
    MutexLock lock(mutex_);
    waiting_.push_back(std::make_unique<Request>(
        Request{std::move(task), std::move(cancelled), std::move(done), absl::Now()}));
  }
  changed_.notifyAll();
}

GeometryPool::Counts GeometryPool::counts() const {
  return {started_, done_, cancelled_, crashed_};
}

std::unique_ptr<GeometryPool::Request> GeometryPool::next() {
  MutexLock lock(mutex_);
  while (!stopping_ && waiting_.empty()) changed_.wait(mutex_);
  if (stopping_) return nullptr;
  std::unique_ptr<Request> request = std::move(waiting_.front());
  waiting_.pop_front();
  return request;
}

void GeometryPool::lookAfterWaiting() {
  std::vector<std::unique_ptr<Request>> dropped;
  {
    MutexLock lock(mutex_);
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      if ((*it)->cancelled()) {
        dropped.push_back(std::move(*it));
        it = waiting_.erase(it);
      } else {
        ++it;
      }
    }
    if (!stopping_ && !waiting_.empty() && threads_.size() < kMostTimes * options_.count &&
        absl::Now() - waiting_.front()->since > options_.patience) {
      threads_.emplace_back([this] { serve(); });
    }
  }
  for (const auto& request : dropped) {
    ++cancelled_;
    request->done(absl::CancelledError());
  }
}

void GeometryPool::serve() {
  Attendant attendant(*this);
  attendant.start();
  while (const std::unique_ptr<Request> request = next()) {
    if (request->cancelled()) {
      ++cancelled_;
      request->done(absl::CancelledError());
      continue;
    }
    absl::StatusOr<GeometryAnswer> answer = attendant.run(*request);
    ++(answer.ok() ? done_ : absl::IsCancelled(answer.status()) ? cancelled_ : crashed_);
    request->done(std::move(answer));
    attendant.start();  // One that was ended has a successor before the next task comes.
  }
}

}  // namespace geotask
