// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/watch_stream.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "domain/clock.h"
#include "domain/errors.h"
#include "rpc/convert_event.h"
#include "rpc/convert_job.h"
#include "rpc/convert_time.h"
#include "rpc/resource_name.h"
#include "rpc/status.h"

namespace geotask {
namespace {

constexpr size_t kEventsAtATime = 32;

}  // namespace

WatchStream::WatchStream(JobService& service, const WatchTimes& times, std::string principal,
                         const v1::WatchJobRequest& request)
    : service_(service),
      times_(times),
      principal_(std::move(principal)),
      request_(request),
      wake_up_(WakeUp::create([this] { advance(); })),
      last_write_(systemClock().elapsed()) {
  wake_up_->here();
}

absl::Status WatchStream::begin() {
  const auto id = parseJobName(request_.name());
  if (!id.ok()) return id.status();
  const auto start = watchStart(request_);
  if (!start.ok()) return start.status();
  auto watch = service_.watch(principal_, *id, *start, [wake_up = wake_up_] { wake_up->now(); });
  if (!watch.ok()) return watch.status();
  watch_ = *std::move(watch);
  return absl::OkStatus();
}

void WatchStream::OnWriteDone(bool ok) {
  if (!ok) left_ = true;
  writing_ = false;
  wake_up_->here();
}

void WatchStream::OnCancel() {
  left_ = true;
  wake_up_->here();
}

void WatchStream::OnDone() {
  wake_up_->end();
  delete this;
}

void WatchStream::advance() {
  if (finished_ || writing_) return;
  if (left_) return finish(absl::CancelledError("the client has gone"));
  if (!std::exchange(begun_, true)) {
    end_status_ = begin();
    ended_ = !end_status_.ok();
  }
  while (events_.empty() && !ended_ && pull()) continue;
  if (writeEvent()) return;
  if (ended_) return finish(end_status_);
  const absl::Duration now = systemClock().elapsed();
  if (writeProgress(now) || writeKeepAlive(now)) return;
  const absl::Duration next_keep_alive = last_write_ + times_.keep_alive;
  const absl::Duration next_progress = last_progress_ + times_.progress_interval;
  wake_up_->after((progress_ ? std::min(next_keep_alive, next_progress) : next_keep_alive) - now);
}

// Whether to pull again.
bool WatchStream::pull() {
  WatchNews news = watch_->pull(kEventsAtATime);
  // An event is younger than the progress before it.
  if (!news.events.empty()) progress_.reset();
  for (JobEvent& event : news.events) events_.push_back(std::move(event));
  if (news.progress) progress_ = news.progress;
  ended_ = news.ended;
  end_status_ = news.end_status;
  if (ended_) progress_.reset();
  return news.more;
}

bool WatchStream::writeEvent() {
  if (events_.empty()) return false;
  message_.Clear();
  toProto(events_.front(), message_);
  events_.pop_front();
  write();
  return true;
}

bool WatchStream::writeProgress(absl::Duration now) {
  if (!progress_ || now < last_progress_ + times_.progress_interval) return false;
  message_.Clear();
  *message_.mutable_time() = timestampProto(absl::Now());
  toProto(*progress_, *message_.mutable_progress());
  progress_.reset();
  last_progress_ = now;
  write();
  return true;
}

bool WatchStream::writeKeepAlive(absl::Duration now) {
  if (now < last_write_ + times_.keep_alive) return false;
  message_.Clear();
  *message_.mutable_time() = timestampProto(absl::Now());
  message_.mutable_keep_alive();
  write();
  return true;
}

void WatchStream::write() {
  last_write_ = systemClock().elapsed();
  writing_ = true;
  StartWrite(&message_);
}

void WatchStream::finish(const absl::Status& status) {
  finished_ = true;
  watch_.reset();
  Finish(toGrpc(status));
}

}  // namespace geotask
