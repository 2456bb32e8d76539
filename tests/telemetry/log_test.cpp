// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/log.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace geotask {
namespace {

TEST(Log, LessSevereEventsAreNotWritten) {
  initLogging(LogFormat::kText, LogLevel::kWarning);
  testing::internal::CaptureStderr();
  logEvent(LogLevel::kInfo, "quiet");
  logEvent(LogLevel::kWarning, "loud", {{"braces", "{}"}});
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("quiet"), std::string::npos);
  EXPECT_NE(written.find(" WARNING loud braces={}\n"), std::string::npos) << written;
}

TEST(Log, LinesOfManyThreadsStayWhole) {
  initLogging(LogFormat::kJson, LogLevel::kInfo);
  testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 250; ++i) logEvent(LogLevel::kInfo, "tick", {{"thread", t}, {"i", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::istringstream lines(testing::internal::GetCapturedStderr());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto object = nlohmann::json::parse(line, nullptr, false);
    ASSERT_FALSE(object.is_discarded()) << line;
    EXPECT_EQ(object["event"], "tick");
  }
  EXPECT_EQ(count, 1000);
}

}  // namespace
}  // namespace geotask
