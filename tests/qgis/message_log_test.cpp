// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/message_log.h"

#include <cpl_error.h>
#include <gtest/gtest.h>
#include <qgsmessagelog.h>

#include <thread>
#include <vector>

#include "qgis_environment.h"
#include "support/deaf_context.h"

namespace geotask::testing {
namespace {

class LogContext : public DeafContext {
 public:
  void log(Severity severity, const std::string& tag, const std::string& message) override {
    lines.push_back(LogLine{severity, message, tag, 0});
  }
  std::vector<LogLine> lines;
};

TEST(MessageLog, MessagesReachTheLogOfTheJobThatCausedThem) {
  LogContext one, other;
  const auto work = [](LogContext& context, const QString& text) {
    const MessagesToJob messages(context);
    QgsMessageLog::logMessage(text, "Processing", Qgis::MessageLevel::Warning);
  };
  std::thread first(work, std::ref(one), QStringLiteral("of one"));
  std::thread second(work, std::ref(other), QStringLiteral("of the other"));
  first.join();
  second.join();
  ASSERT_EQ(one.lines.size(), 1U);
  EXPECT_EQ(one.lines[0].message, "of one");
  EXPECT_EQ(one.lines[0].tag, "Processing");
  EXPECT_EQ(one.lines[0].severity, Severity::kWarning);
  ASSERT_EQ(other.lines.size(), 1U);
  EXPECT_EQ(other.lines[0].message, "of the other");
}

TEST(MessageLog, WhatGdalComplainsAboutReachesItToo) {
  LogContext context;
  {
    const MessagesToJob messages(context);
    CPLError(CE_Failure, CPLE_AppDefined, "a file is broken");
  }
  CPLError(CE_Failure, CPLE_AppDefined, "of no job");
  ASSERT_EQ(context.lines.size(), 1U);
  EXPECT_EQ(context.lines[0].message, "a file is broken");
  EXPECT_EQ(context.lines[0].tag, "GDAL");
  EXPECT_EQ(context.lines[0].severity, Severity::kError);
}

TEST(MessageLog, WhatBelongsToNoJobGoesToTheDaemonsLog) {
  std::vector<std::string> heard;
  listenToMessages([&](Severity, const std::string& tag, const std::string& message) {
    heard.push_back(tag + ": " + message);
  });
  CPLError(CE_Warning, CPLE_AppDefined, "of no job");
  listenToMessages({});
  EXPECT_EQ(heard, (std::vector<std::string>{"GDAL: of no job"}));
}

}  // namespace
}  // namespace geotask::testing
