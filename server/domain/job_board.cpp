// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_board.h"

#include <algorithm>
#include <utility>

#include "domain/job_record.h"
#include "domain/job_watch.h"

namespace geotask {

namespace {

constexpr size_t kMaxLooked = 5000;   // Jobs that one list() looks at.
constexpr size_t kMaxRemoved = 1000;  // Jobs that one removeExpired() removes.

bool matches(const JobFilter& filter, const JobSnapshot& job) {
  if (job.principal != filter.principal) return false;
  if (!filter.states.empty() && filter.states.count(*job.state) == 0) return false;
  return std::all_of(filter.labels.begin(), filter.labels.end(), [&](const auto& label) {
    const auto found = job.spec->labels.find(label.first);
    return found != job.spec->labels.end() && found->second == label.second;
  });
}

}  // namespace

absl::Status jobNotFound(const std::string& id) {
  const std::string name = "jobs/" + id;
  return makeError(absl::StatusCode::kNotFound, name + " does not exist, or was deleted",
                   {"JOB_NOT_FOUND", "name", name, "", "List the jobs to see which there are."});
}

struct JobBoard::News {
  std::vector<std::shared_ptr<Watcher>> watchers;
  std::optional<JobSnapshot> changed;
  std::vector<StoredOutput> to_remove;

  void remove(std::vector<StoredOutput> outputs) {
    for (StoredOutput& output : outputs) to_remove.push_back(std::move(output));
  }
};

JobBoard::JobBoard(const Clock& clock, const Keeping& keeping, JobObserver* observer)
    : clock_(clock), keeping_(keeping), observer_(observer) {}

JobBoard::~JobBoard() = default;

absl::StatusOr<JobSnapshot> JobBoard::add(const std::string& id, const std::string& principal,
                                          std::shared_ptr<const JobSpec> spec) {
  News news;
  {
    MutexLock lock(mutex_);
    if (by_id_.count(id) != 0) {
      return makeError(
          absl::StatusCode::kAlreadyExists, "job_id: there is a job " + id + " already",
          {"JOB_EXISTS", "job_id", id, "an id that is not taken", "Choose another id, or none."});
    }
    JobSnapshot job;
    job.id = id;
    job.principal = principal;
    job.spec = std::move(spec);
    job.state = JobState::kQueued;
    job.create_time = clock_.now();
    const auto record =
        std::make_shared<JobRecord>(std::move(job), ++last_number_, keeping_.max_log_lines);
    by_id_.emplace(id, record);
    by_number_.emplace(record->number, record);
    noteFollowers(*record);
    stateChanged(*record, news);
  }
  tell(news);
  return *std::move(news.changed);
}

absl::StatusOr<JobSnapshot> JobBoard::get(const std::string& principal,
                                          const std::string& id) const {
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return record.status();
  return (*record)->snapshot();
}

absl::StatusOr<std::unique_ptr<JobWatch>> JobBoard::watch(const std::string& principal,
                                                          const std::string& id,
                                                          const WatchStart& start,
                                                          std::function<void()> notify) {
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return record.status();
  if (start.after_sequence) {
    const absl::Status kept = (*record)->log.canResumeAfter(*start.after_sequence);
    if (!kept.ok()) return kept;
  }
  const auto watcher = std::make_shared<Watcher>(std::move(notify));
  (*record)->watchers.push_back(watcher);
  noteFollowers(**record);
  return std::make_unique<BoardWatch>(
      mutex_, clock_, *record, start, watcher,
      [this, record = *record, watcher] { leave(*record, watcher); });
}

absl::StatusOr<JobBoard::Result> JobBoard::result(const std::string& principal,
                                                  const std::string& id) const {
  MutexLock lock(mutex_);
  const auto record = find(principal, id);
  if (!record.ok()) return record.status();
  return Result{(*record)->snapshot(), (*record)->outputs};
}

absl::Status JobBoard::remove(const std::string& principal, const std::string& id) {
  News news;
  {
    MutexLock lock(mutex_);
    const auto record = find(principal, id);
    if (!record.ok()) return record.status();
    const JobState state = *(*record)->job.state;
    if (!isTerminal(state)) {
      return makeError(absl::StatusCode::kFailedPrecondition,
                       "jobs/" + id + " is " + jobStateName(state) +
                           "; only a job that has ended can be deleted",
                       {"JOB_NOT_FINISHED", "name", jobStateName(state),
                        "SUCCEEDED, FAILED or CANCELLED", "Cancel it first, or wait."});
    }
    drop(*record, news);
  }
  tell(news);
  return absl::OkStatus();
}

JobPage JobBoard::list(const JobFilter& filter, size_t page_size, uint64_t before) const {
  MutexLock lock(mutex_);
  JobPage page;
  auto it = before == 0 ? by_number_.end() : by_number_.lower_bound(before);
  for (size_t looked = 0; it != by_number_.begin(); ++looked) {
    if (page.jobs.size() == page_size || looked == kMaxLooked) {
      page.next_before = it == by_number_.end() ? last_number_ + 1 : it->first;
      break;
    }
    --it;
    if (matches(filter, it->second->job)) page.jobs.push_back(it->second->snapshot());
  }
  return page;
}

bool JobBoard::start(const std::string& id) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record || !isTransition(*record->job.state, JobState::kRunning)) return false;
    record->job.state = JobState::kRunning;
    record->job.start_time = clock_.now();
    record->meter.start(clock_.elapsed());
    stateChanged(*record, news);
  }
  tell(news);
  return true;
}

bool JobBoard::requestCancel(const std::string& id) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record || !isTransition(*record->job.state, JobState::kCancelling)) return false;
    record->job.state = JobState::kCancelling;
    record->job.cancel_time = clock_.now();
    stateChanged(*record, news);
  }
  tell(news);
  return true;
}

bool JobBoard::finish(const std::string& id, JobState state, std::optional<JobError> error,
                      absl::Duration ttl) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record || !isTerminal(state) || !isTransition(*record->job.state, state)) return false;
    JobSnapshot& job = record->job;
    const bool succeeded = state == JobState::kSucceeded;
    job.state = state;
    job.error = std::move(error);
    job.end_time = clock_.now();
    job.expire_time = job.end_time + ttl;
    if (state == JobState::kCancelled && job.cancel_time == absl::InfinitePast()) {
      job.cancel_time = job.end_time;
    }
    record->meter.finish(succeeded);
    if (!succeeded) news.remove(std::move(record->outputs));
    expiries_.emplace(job.expire_time, record->number);
    record->ended = ++last_ended_;
    record->result_bytes = record->outputBytes();
    (job.spec->volatile_call ? ended_calls_ : ended_).emplace(record->ended, record);
    ended_bytes_ += record->result_bytes;
    noteFollowers(*record);
    stateChanged(*record, news);
    dropExcess(news);
  }
  tell(news);
  return true;
}

void JobBoard::addOutput(const std::string& id, StoredOutput output) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record || isTerminal(*record->job.state)) {
      news.remove({std::move(output)});
    } else {
      record->outputs.push_back(std::move(output));
      progressChanged(*record, news);
    }
  }
  tell(news);
}

void JobBoard::setTotal(const std::string& id, std::optional<uint64_t> features) {
  changeProgress(id, [&](JobRecord& record) { record.meter.setTotal(features); });
}

void JobBoard::setStage(const std::string& id, Stage stage) {
  changeProgress(id, [&](JobRecord& record) { record.meter.setStage(stage); });
}

void JobBoard::setFraction(const std::string& id, double fraction) {
  changeProgress(id,
                 [&](JobRecord& record) { record.meter.setFraction(fraction, clock_.elapsed()); });
}

void JobBoard::setPlace(const std::string& id, const std::string& place) {
  changeProgress(id, [&](JobRecord& record) { record.meter.setPlace(place); });
}

void JobBoard::setUsage(const std::string& id, const ResourceUsage& usage) {
  changeProgress(id, [&](JobRecord& record) { record.job.usage = usage; });
}

void JobBoard::changeProgress(const std::string& id,
                              const std::function<void(JobRecord&)>& change) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record || isTerminal(*record->job.state)) return;
    change(*record);
    progressChanged(*record, news);
  }
  tell(news);
}

void JobBoard::addFeaturesDone(const std::string& id, uint64_t count) {
  changeProgress(id, [&](JobRecord& record) { record.meter.addDone(count, clock_.elapsed()); });
}

void JobBoard::resultGrew(const std::string& id) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    if (!record) return;
    collectWatchers(*record, news);
  }
  tell(news);
}

void JobBoard::log(const std::string& id, LogLine line) {
  News news;
  {
    MutexLock lock(mutex_);
    const RecordPtr record = find(id);
    // The final state is a job's last event.
    if (!record || isTerminal(*record->job.state)) return;
    record->job.update_time = clock_.now();
    record->log.addLine(record->job.update_time, std::move(line));
    collectWatchers(*record, news);
  }
  tell(news);
}

absl::Time JobBoard::removeExpired() {
  News news;
  absl::Time next = absl::InfiniteFuture();
  {
    MutexLock lock(mutex_);
    const absl::Time now = clock_.now();
    for (size_t removed = 0; removed < kMaxRemoved && !expiries_.empty(); ++removed) {
      const auto [time, number] = *expiries_.begin();
      if (time > now) break;
      const RecordPtr record = by_number_.at(number);
      drop(record, news);
    }
    if (!expiries_.empty()) next = expiries_.begin()->first;
  }
  tell(news);
  return next;
}

std::vector<std::string> JobBoard::unfollowed(absl::Duration grace) const {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  const absl::Duration now = clock_.elapsed();
  for (const auto& [since, number] : unfollowed_) {
    if (since + grace > now) break;
    ids.push_back(by_number_.at(number)->job.id);
  }
  return ids;
}

void JobBoard::leave(JobRecord& record, const std::shared_ptr<Watcher>& watcher) {
  MutexLock lock(mutex_);
  auto& watchers = record.watchers;
  watchers.erase(std::remove(watchers.begin(), watchers.end(), watcher), watchers.end());
  noteFollowers(record);
}

void JobBoard::noteFollowers(JobRecord& record) {
  if (!record.job.spec->cancel_on_disconnect) return;
  const bool alone = record.watchers.empty() && !isTerminal(*record.job.state);
  if (alone == record.unfollowed.has_value()) return;
  if (alone) {
    record.unfollowed = clock_.elapsed();
    unfollowed_.emplace(*record.unfollowed, record.number);
  } else {
    unfollowed_.erase({*record.unfollowed, record.number});
    record.unfollowed.reset();
  }
}

void JobBoard::dropExcess(News& news) {
  // The one that has just ended stays, whatever its size.
  while (ended_.size() > 1 &&
         (ended_.size() > keeping_.max_jobs || ended_bytes_ > keeping_.max_bytes)) {
    drop(RecordPtr(ended_.begin()->second), news);
  }
  while (ended_calls_.size() > std::max<size_t>(keeping_.max_calls, 1)) {
    drop(RecordPtr(ended_calls_.begin()->second), news);
  }
}

JobBoard::RecordPtr JobBoard::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

absl::StatusOr<JobBoard::RecordPtr> JobBoard::find(const std::string& principal,
                                                   const std::string& id) const {
  RecordPtr record = find(id);
  if (!record || record->job.principal != principal) return jobNotFound(id);
  return record;
}

void JobBoard::stateChanged(JobRecord& record, News& news) {
  record.job.update_time = clock_.now();
  news.changed = record.snapshot();
  record.log.addState(record.job.update_time, *news.changed);
  collectWatchers(record, news);
}

void JobBoard::progressChanged(JobRecord& record, News& news) {
  record.job.update_time = clock_.now();
  ++record.progress_version;
  collectWatchers(record, news);
}

void JobBoard::collectWatchers(JobRecord& record, News& news) {
  for (const auto& watcher : record.watchers) {
    if (std::exchange(watcher->called, true)) continue;
    news.watchers.push_back(watcher);
  }
}

void JobBoard::drop(const RecordPtr& record, News& news) {
  record->removed = true;
  news.remove(std::move(record->outputs));
  expiries_.erase({record->job.expire_time, record->number});
  ended_.erase(record->ended);
  ended_calls_.erase(record->ended);
  ended_bytes_ -= record->result_bytes;
  by_number_.erase(record->number);
  by_id_.erase(record->job.id);
  collectWatchers(*record, news);
}

void JobBoard::tell(const News& news) {
  for (const StoredOutput& output : news.to_remove) {
    if (output.rows) output.rows->remove();
  }
  if (observer_ != nullptr && news.changed) observer_->onStateChanged(*news.changed);
  for (const auto& watcher : news.watchers) watcher->notify();
}

}  // namespace geotask
