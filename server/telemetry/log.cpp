// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "absl/time/clock.h"

namespace geotask {
namespace {

std::atomic<LogFormat> log_format{LogFormat::kText};

spdlog::level::level_enum spdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

spdlog::logger& logger() {
  // Never destroyed: threads that outlive main may still log.
  static auto* const instance = [] {
    auto* made = new spdlog::logger("geotaskd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

}  // namespace

void initLogging(LogFormat format, LogLevel level) {
  log_format = format;
  logger().set_level(spdlogLevel(level));
}

void logEvent(LogLevel level, const std::string& event, const std::vector<LogField>& fields) {
  const spdlog::level::level_enum severity = spdlogLevel(level);
  if (!logger().should_log(severity)) return;
  logger().log(severity, "{}", formatLogLine(log_format, absl::Now(), level, event, fields));
}

}  // namespace geotask
