// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/job_watch.h"

#include <algorithm>
#include <utility>

namespace geotask {

BoardWatch::BoardWatch(Mutex& mutex, const Clock& clock, std::shared_ptr<JobRecord> record,
                       const WatchStart& start, std::shared_ptr<Watcher> watcher,
                       std::function<void()> leave)
    : mutex_(mutex),
      clock_(clock),
      record_(std::move(record)),
      watcher_(std::move(watcher)),
      start_(start),
      leave_(std::move(leave)) {}

BoardWatch::~BoardWatch() { leave_(); }

WatchNews BoardWatch::pull(size_t max_events) {
  MutexLock lock(mutex_);
  WatchNews news;
  watcher_->called = false;
  if (record_->removed) {
    news.ended = true;
    news.end_status =
        makeError(absl::StatusCode::kAborted, "the job was deleted while it was watched",
                  {"JOB_DELETED", "name", "jobs/" + record_->job.id, "", "Do not watch it again."});
    return news;
  }
  if (!begun_) addPresent(news);
  const size_t room = std::max<size_t>(max_events, 1) - std::min(max_events, news.events.size());
  record_->log.copyAfter(sequence_, room, news.events);
  if (!news.events.empty()) sequence_ = std::max(sequence_, news.events.back().sequence);

  const bool all_given = sequence_ == record_->log.lastSequence();
  const bool terminal = isTerminal(*record_->job.state);
  news.more = !all_given;
  news.ended = all_given && terminal;
  // A state carries the progress too, so progress is given only when no older state is to follow.
  if (all_given && !terminal && progress_version_ != record_->progress_version) {
    progress_version_ = record_->progress_version;
    news.progress = record_->meter.progress();
  }
  return news;
}

void BoardWatch::addPresent(WatchNews& news) {
  const uint64_t latest = record_->log.lastSequence();
  if (start_.replay) {
    sequence_ = 0;
  } else {
    sequence_ = start_.after_sequence.value_or(latest);
  }
  const uint64_t number = sequence_ == latest ? latest : 0;
  news.events.push_back(JobEvent{number, clock_.now(), record_->snapshot()});
  progress_version_ = record_->progress_version;
  begun_ = true;
}

}  // namespace geotask
