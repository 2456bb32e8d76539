// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/scheduler.h"

#include <algorithm>
#include <cmath>
#include <exception>

#include "domain/chunk_context.h"
#include "domain/row_stream.h"

namespace geotask {

namespace {

// What a chunk is reckoned to cost while it runs.
constexpr absl::Duration kNominalCost = absl::Milliseconds(25);
// The least that a chunk costs, so that turns are taken even where the clock shows nothing.
constexpr absl::Duration kLeastCost = absl::Microseconds(100);

std::optional<uint64_t> claimFrom(ScheduledJob& job) {
  try {
    return job.work->claim();
  } catch (const std::exception& e) {
    job.failed = defect(e.what());
    job.stop = true;
    return std::nullopt;
  }
}

}  // namespace

Scheduler::Scheduler(const Options& options, const Clock& clock, JobBoard& board, JobRunner& runner)
    : options_(options), clock_(clock), board_(board), runner_(runner) {
  MutexLock lock(mutex_);
  lanes_[static_cast<size_t>(Budget::kCompute)].max_active = options.max_running_jobs;
  lanes_[static_cast<size_t>(Budget::kWorker)].max_active = options.workers;
}

Scheduler::~Scheduler() = default;

void Scheduler::setExecutor(ChunkExecutor* executor) { executor_ = executor; }

Scheduler::JobPtr Scheduler::add(const std::string& id, const std::string& principal,
                                 std::shared_ptr<const JobSpec> spec, JobInputs inputs) {
  // A job of this id may have ended for its client, who deleted it, and not have left yet.
  while (jobs_.count(id) > 0) settled_.wait(mutex_);
  const auto job = std::make_shared<ScheduledJob>();
  job->id = id;
  job->number = ++last_number_;
  job->ttl = spec->ttl.value_or(options_.default_ttl);
  job->weight = std::ldexp(1.0, spec->priority);
  job->memory_bytes = inputs.memoryBytes();
  job->budget = budgetOf(spec->operation);
  job->principal = principal;
  job->stream = inputs.stream;
  job->spec = std::move(spec);
  job->inputs = std::move(inputs);
  memory_bytes_ += job->memory_bytes;
  jobs_.emplace(id, job);
  return job;
}

void Scheduler::enqueue(const std::string& id, const std::string& principal,
                        std::shared_ptr<const JobSpec> spec, JobInputs inputs) {
  {
    MutexLock lock(mutex_);
    const JobPtr job = add(id, principal, std::move(spec), std::move(inputs));
    laneOf(*job).waiting.emplace(std::make_pair(-job->spec->priority, job->number), job);
  }
  wakeExecutor();
}

bool Scheduler::cancel(const std::string& id, const JobError& error) {
  JobPtr job;
  std::optional<JobEnding> ending;
  {
    MutexLock lock(mutex_);
    job = findSettled(id);
    if (!job) return false;
    if (job->cancelled) return true;
    job->cancelled = error;
    job->stop = true;
    laneOf(*job).ready.remove(*job);
    if (job->in_flight == 0) ending = takeOut(*job);
  }
  board_.requestCancel(id);
  if (ending) {
    end(job, *std::move(ending));
    wakeExecutor();
  } else if (executor_ != nullptr) {
    executor_->cancel(id);
  }
  return true;
}

void Scheduler::fail(const std::string& id, const absl::Status& error) {
  JobPtr job;
  std::optional<JobEnding> ending;
  {
    MutexLock lock(mutex_);
    job = findSettled(id);
    if (!job || job->stopping()) return;
    if (!stopWith(*job, jobError(error), error.code())) ending = takeOut(*job);
  }
  if (ending) {
    end(job, *std::move(ending));
    wakeExecutor();
  } else if (executor_ != nullptr) {
    executor_->cancel(id);
  }
}

size_t Scheduler::cancelWaiting(const JobError& error) {
  size_t cancelled = 0;
  for (const std::string& id : idsOf(false)) cancelled += cancel(id, error) ? 1 : 0;
  return cancelled;
}

void Scheduler::cancelRunning(const JobError& error) {
  for (const std::string& id : idsOf(true)) cancel(id, error);
}

absl::Duration Scheduler::stopOverdue() {
  std::vector<std::pair<JobPtr, JobEnding>> endings;
  std::vector<std::string> running;
  absl::Duration next = absl::InfiniteDuration();
  {
    MutexLock lock(mutex_);
    const absl::Duration now = clock_.elapsed();
    while (!deadlines_.empty()) {
      const auto first = deadlines_.begin();
      if (first->first.first > now) {
        next = first->first.first - now;
        break;
      }
      const JobPtr job = first->second;
      deadlines_.erase(first);
      if (job->busy || job->stopping()) continue;  // It ends anyway.
      if (stopWith(*job, timeoutError(options_.max_run_time))) {
        running.push_back(job->id);
      } else {
        endings.emplace_back(job, takeOut(*job));
      }
    }
  }
  for (const std::string& id : running) {
    if (executor_ != nullptr) executor_->cancel(id);
  }
  for (auto& [job, ending] : endings) end(job, std::move(ending));
  if (!endings.empty()) wakeExecutor();
  return next;
}

bool Scheduler::stopWith(ScheduledJob& job, JobError error, absl::StatusCode code) {
  job.failed = std::move(error);
  job.failed_code = code;
  job.stop = true;
  laneOf(job).ready.remove(job);
  return job.in_flight > 0;
}

size_t Scheduler::waiting() const {
  MutexLock lock(mutex_);
  return jobs_.size() - started_;
}

size_t Scheduler::running() const {
  MutexLock lock(mutex_);
  return started_;
}

uint64_t Scheduler::memoryBytes() const {
  MutexLock lock(mutex_);
  return memory_bytes_;
}

std::optional<Chunk> Scheduler::take(Budget budget) {
  for (;;) {
    JobPtr job;
    std::optional<JobEnding> ending;
    {
      MutexLock lock(mutex_);
      Lane& lane = lanes_[static_cast<size_t>(budget)];
      lane.activateWaiting();
      ScheduledJob* next = lane.ready.next();
      if (next == nullptr) return std::nullopt;
      job = jobs_.at(next->id);
      if (!job->started) {
        lane.ready.remove(*job);
        job->busy = true;
      } else if (auto chunk = claimChunk(job)) {
        return chunk;
      } else if (job->in_flight > 0 || (!job->failed && job->work->asleep())) {
        lane.ready.remove(*job);  // Until one of its chunks has ended, or it is roused.
        continue;
      } else if (job->stream && !job->failed && !job->work->finished()) {
        continue;  // Rows or room came between the looks.
      } else {
        if (!job->failed && !job->work->finished()) {
          job->failed = defect("the work came to a standstill");
        }
        ending = takeOut(*job);
      }
    }
    if (ending) {
      end(job, *std::move(ending));
    } else if (start(job)) {
      settle(job);
    }
  }
}

std::optional<Chunk> Scheduler::claimChunk(const JobPtr& job) {
  const auto chunk = claimFrom(*job);
  if (!chunk) return std::nullopt;
  ++job->in_flight;
  laneOf(*job).ready.charge(*job, kNominalCost);
  return Chunk{job->id, [this, job, number = *chunk](const std::function<bool()>& cancelled) {
                 run(job, number, cancelled);
               }};
}

bool Scheduler::isOver(const ScheduledJob& job) const {
  return job.in_flight == 0 && job.work->finished();
}

bool Scheduler::start(const JobPtr& job) {
  std::unique_ptr<JobWork> work;
  std::optional<JobError> failed;
  try {
    work = runner_.createWork(job->id, job->principal, *job->spec, job->inputs);
  } catch (const std::exception& e) {
    failed = defect(e.what());
  }
  board_.start(job->id);
  JobInputs inputs;  // The work holds them now.
  std::optional<JobEnding> ending;
  {
    MutexLock lock(mutex_);
    inputs = std::exchange(job->inputs, {});
    job->work = std::move(work);
    job->started = true;
    ++started_;
    job->deadline = clock_.elapsed() + options_.max_run_time;
    deadlines_.emplace(std::make_pair(job->deadline, job->number), job);
    if (failed) {
      job->failed = std::move(failed);
      ending = takeOut(*job);
    }
  }
  if (ending) end(job, *std::move(ending));
  return !ending;
}

void Scheduler::settle(const JobPtr& job) {
  {
    MutexLock lock(mutex_);
    job->busy = false;
    laneOf(*job).ready.enter(*job);
  }
  settled_.notifyAll();
  wakeExecutor();  // Others may have looked meanwhile and found nothing.
}

void Scheduler::end(const JobPtr& job, JobEnding ending) {
  job->work.reset();
  job->inputs = {};
  const absl::Status status = job->stream ? ending.status() : absl::OkStatus();
  board_.finish(job->id, ending.state, std::move(ending.error), job->ttl);
  {
    MutexLock lock(mutex_);
    memory_bytes_ -= job->memory_bytes;
    if (job->started) --started_;
    deadlines_.erase({job->deadline, job->number});
    jobs_.erase(job->id);
    job->busy = false;
  }
  settled_.notifyAll();
  if (job->stream) job->stream->jobEnded(status);
}

void Scheduler::run(const JobPtr& job, uint64_t chunk, const std::function<bool()>& cancelled) {
  const absl::Duration begin = clock_.elapsed();
  absl::Status status;
  {
    BoardChunkContext context(board_, job->id, job->stop, cancelled);
    status = runChunk(*job->work, chunk, context);
  }
  chunkEnded(job, status, clock_.elapsed() - begin);
}

void Scheduler::chunkEnded(const JobPtr& job, const absl::Status& status, absl::Duration cost) {
  std::optional<JobEnding> ending;
  bool stop_others = false;
  bool more = false;
  {
    MutexLock lock(mutex_);
    --job->in_flight;
    Lane& lane = laneOf(*job);
    lane.ready.charge(*job, std::max(cost, kLeastCost) - kNominalCost);
    if (!status.ok() && !job->stopping()) {
      stop_others = stopWith(*job, jobError(status), status.code());
    }
    if (job->in_flight == 0 && (job->stopping() || job->work->finished())) {
      ending = takeOut(*job);
    } else if (!job->stopping() && !job->work->asleep()) {
      lane.ready.enter(*job);
    }
    more = lane.moreToTake();
  }
  if (stop_others && executor_ != nullptr) executor_->cancel(job->id);
  if (ending) end(job, *std::move(ending));
  if (more) wakeExecutor();
}

Lane& Scheduler::laneOf(const ScheduledJob& job) { return lanes_[static_cast<size_t>(job.budget)]; }

JobEnding Scheduler::takeOut(ScheduledJob& job) {
  job.busy = true;
  Lane& lane = laneOf(job);
  lane.ready.remove(job);
  // One that still waits holds no place among the active.
  if (lane.waiting.erase({-job.spec->priority, job.number}) == 0 && !job.stream) --lane.active;
  if (job.cancelled) return {JobState::kCancelled, job.cancelled};
  if (job.failed) return {JobState::kFailed, job.failed, job.failed_code};
  return {JobState::kSucceeded, std::nullopt};
}

Scheduler::JobPtr Scheduler::findSettled(const std::string& id) {
  for (;;) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return nullptr;
    if (!found->second->busy) return found->second;
    settled_.wait(mutex_);
  }
}

std::vector<std::string> Scheduler::idsOf(bool started) const {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, job] : jobs_) {
    if (job->started == started) ids.push_back(id);
  }
  return ids;
}

void Scheduler::wakeExecutor() {
  if (executor_ != nullptr) executor_->wake();
}

}  // namespace geotask
