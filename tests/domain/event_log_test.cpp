// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/event_log.h"

#include <gtest/gtest.h>

#include "domain/errors.h"

namespace geotask {
namespace {

LogLine line(const std::string& message) { return {Severity::kInfo, message, "", 0}; }

// "1S 3L(2) 4L": numbers, states and lines, and how many lines were dropped before one.
std::string drawn(const EventLog& log, uint64_t after, size_t max = 100) {
  std::vector<JobEvent> events;
  log.copyAfter(after, max, events);
  std::string text;
  for (const JobEvent& event : events) {
    const auto* found = std::get_if<LogLine>(&event.what);
    text += (text.empty() ? "" : " ") + std::to_string(event.sequence) + (found ? "L" : "S");
    if (found && found->dropped_before) text += "(" + std::to_string(found->dropped_before) + ")";
  }
  return text;
}

TEST(EventLog, NumbersStatesAndLinesFromOne) {
  EventLog log(10);
  log.addState(absl::UnixEpoch(), {});
  log.addLine(absl::UnixEpoch(), line("a"));
  log.addState(absl::UnixEpoch(), {});
  EXPECT_EQ(drawn(log, 0), "1S 2L 3S");
  EXPECT_EQ(drawn(log, 1), "2L 3S");
  EXPECT_EQ(drawn(log, 0, 2), "1S 2L");
  EXPECT_EQ(drawn(log, 3), "");
}

TEST(EventLog, DropsTheOldestLinesAndNeverAState) {
  EventLog log(2);
  log.addLine(absl::UnixEpoch(), line("1"));
  log.addState(absl::UnixEpoch(), {});
  log.addLine(absl::UnixEpoch(), line("3"));
  log.addLine(absl::UnixEpoch(), line("4"));
  log.addLine(absl::UnixEpoch(), line("5"));
  EXPECT_EQ(drawn(log, 0), "2S 4L(2) 5L");
  EXPECT_EQ(log.linesDropped(), 2u);
}

TEST(EventLog, CountsOnlyTheLinesThatOneReaderMissed) {
  EventLog log(1);
  for (int i = 1; i <= 5; ++i) log.addLine(absl::UnixEpoch(), line("x"));
  EXPECT_EQ(drawn(log, 2), "5L(2)");
  EXPECT_EQ(drawn(log, 4), "5L");
}

TEST(EventLog, SaysHowManyAreMissingEvenToOneWhoTakesOneEventAtATime) {
  EventLog log(1);
  log.addLine(absl::UnixEpoch(), line("1"));
  log.addState(absl::UnixEpoch(), {});
  log.addLine(absl::UnixEpoch(), line("3"));
  log.addLine(absl::UnixEpoch(), line("4"));
  log.addState(absl::UnixEpoch(), {});
  EXPECT_EQ(drawn(log, 0, 1), "2S 4L(2)");
  EXPECT_EQ(drawn(log, 4, 1), "5S");
}

TEST(EventLog, ResumesOnlyWhereNothingIsMissing) {
  EventLog log(1);
  for (int i = 1; i <= 3; ++i) log.addLine(absl::UnixEpoch(), line("x"));
  EXPECT_EQ(log.canResumeAfter(1).code(), absl::StatusCode::kOutOfRange);
  EXPECT_TRUE(log.canResumeAfter(2).ok());
  EXPECT_TRUE(log.canResumeAfter(3).ok());
  EXPECT_EQ(errorDetail(log.canResumeAfter(4)).reason, "SEQUENCE_NOT_KEPT");
}

TEST(EventLog, CutsLongLinesBetweenCharacters) {
  EventLog log(1);
  log.addLine(absl::UnixEpoch(), line(std::string(4095, 'a') + "ü"));
  std::vector<JobEvent> events;
  log.copyAfter(0, 1, events);
  EXPECT_EQ(std::get<LogLine>(events[0].what).message, std::string(4095, 'a'));
}

}  // namespace
}  // namespace geotask
