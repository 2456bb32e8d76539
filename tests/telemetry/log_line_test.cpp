// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/log_line.h"

#include <gtest/gtest.h>

#include <cmath>

namespace geotask {
namespace {

const absl::Time kTime = absl::FromUnixMillis(1772357400125);

std::string json(const std::vector<LogField>& fields) {
  return formatLogLine(LogFormat::kJson, kTime, LogLevel::kInfo, "event", fields);
}
std::string text(const std::vector<LogField>& fields) {
  return formatLogLine(LogFormat::kText, kTime, LogLevel::kInfo, "event", fields);
}

TEST(LogLine, JsonIsOneObjectInTheOrderOfTheFields) {
  EXPECT_EQ(formatLogLine(LogFormat::kJson, kTime, LogLevel::kWarning, "job_finished",
                          {{"job", "a1"},
                           {"seconds", 1.5},
                           {"features", uint64_t{3}},
                           {"priority", -2},
                           {"ok", false}}),
            R"({"ts":"2026-03-01T09:30:00.125Z","level":"WARNING","event":"job_finished",)"
            R"("job":"a1","seconds":1.5,"features":3,"priority":-2,"ok":false})");
}

TEST(LogLine, TextIsTheSameForPeople) {
  EXPECT_EQ(formatLogLine(LogFormat::kText, kTime, LogLevel::kError, "job_finished",
                          {{"job", "a1"}, {"seconds", 1.5}, {"ok", true}}),
            "2026-03-01T09:30:00.125Z ERROR job_finished job=a1 seconds=1.5 ok=true");
}

TEST(LogLine, WhatAClientWroteCannotBeginALineOrAField) {
  const std::string evil = "x\n2026 INFO job_finished state=\"SUCCEEDED\"";
  EXPECT_EQ(text({{"label", evil}}),
            "2026-03-01T09:30:00.125Z INFO event "
            R"(label="x\n2026 INFO job_finished state=\"SUCCEEDED\"")");
  EXPECT_EQ(json({{"label", evil}}).find('\n'), std::string::npos);
  EXPECT_EQ(text({{"label", ""}}), "2026-03-01T09:30:00.125Z INFO event label=\"\"");
}

TEST(LogLine, BytesThatAreNoUtf8AreReplaced) {
  EXPECT_NE(json({{"name", "K\xf6ln"}}).find("\"K\xef\xbf\xbdln\""), std::string::npos);
  EXPECT_NE(text({{"name", "K\xf6ln"}}).find("\"K\xef\xbf\xbdln\""), std::string::npos);
  EXPECT_NE(json({{"name", "Köln"}}).find("\"Köln\""), std::string::npos);
}

TEST(LogLine, NumbersThatJsonDoesNotHaveAreNull) {
  EXPECT_NE(json({{"rate", std::nan("")}}).find("\"rate\":null"), std::string::npos);
}

}  // namespace
}  // namespace geotask
