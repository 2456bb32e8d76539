// SPDX-License-Identifier: GPL-2.0-or-later
//
// The numbered events of one job. State changes are kept for good, log lines up to a number; beyond
// it the oldest lines go and are counted. Not thread-safe: the board's lock guards it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "domain/job_event.h"

namespace geotask {

class EventLog {
 public:
  explicit EventLog(size_t max_lines) : max_lines_(max_lines) {}

  void addState(absl::Time time, JobSnapshot snapshot);
  void addLine(absl::Time time, LogLine line);

  uint64_t lastSequence() const { return last_sequence_; }
  uint64_t linesDropped() const { return lines_dropped_; }

  // Whether all events after this number are kept, else OUT_OF_RANGE SEQUENCE_NOT_KEPT.
  absl::Status canResumeAfter(uint64_t sequence) const;

  // Appends up to `max` events after `sequence` to `events`, oldest first. The first line after a
  // gap says how many were dropped; where there is a gap, all up to that line are given, even if
  // these few states and the line are more than `max`.
  void copyAfter(uint64_t sequence, size_t max, std::vector<JobEvent>& events) const;

 private:
  const size_t max_lines_;
  std::map<uint64_t, JobEvent> events_;
  std::deque<uint64_t> lines_;  // Numbers of the lines that are kept.
  uint64_t last_sequence_ = 0;
  uint64_t last_dropped_ = 0;  // Number of the newest line that was dropped.
  uint64_t lines_dropped_ = 0;
};

}  // namespace geotask
