// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/event_log.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/text.h"

namespace geotask {

namespace {

constexpr size_t kMaxLineBytes = 4096;

}  // namespace

void EventLog::addState(absl::Time time, JobSnapshot snapshot) {
  ++last_sequence_;
  events_.emplace(last_sequence_, JobEvent{last_sequence_, time, std::move(snapshot)});
}

void EventLog::addLine(absl::Time time, LogLine line) {
  ++last_sequence_;
  cutText(line.message, kMaxLineBytes);
  line.dropped_before = 0;
  events_.emplace(last_sequence_, JobEvent{last_sequence_, time, std::move(line)});
  lines_.push_back(last_sequence_);
  while (lines_.size() > max_lines_) {
    last_dropped_ = lines_.front();
    lines_.pop_front();
    events_.erase(last_dropped_);
    ++lines_dropped_;
  }
}

absl::Status EventLog::canResumeAfter(uint64_t sequence) const {
  if (sequence <= last_sequence_ && sequence >= last_dropped_) return absl::OkStatus();
  return makeError(absl::StatusCode::kOutOfRange,
                   {"SEQUENCE_NOT_KEPT", "after_sequence", absl::StrCat(sequence),
                    absl::StrCat(last_dropped_, " to ", last_sequence_), "Watch with replay."});
}

void EventLog::copyAfter(uint64_t sequence, size_t max, std::vector<JobEvent>& events) const {
  // Of the numbers up to the newest dropped line only states are still there.
  uint64_t dropped = 0;
  if (sequence < last_dropped_) {
    const auto kept =
        std::distance(events_.upper_bound(sequence), events_.upper_bound(last_dropped_));
    dropped = last_dropped_ - sequence - static_cast<uint64_t>(kept);
  }
  size_t copied = 0;
  for (auto it = events_.upper_bound(sequence); it != events_.end(); ++it) {
    if (copied >= max && dropped == 0) return;
    events.push_back(it->second);
    ++copied;
    if (auto* line = std::get_if<LogLine>(&events.back().what)) {
      line->dropped_before = std::exchange(dropped, 0);
    }
  }
}

}  // namespace geotask
