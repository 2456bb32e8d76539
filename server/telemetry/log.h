// SPDX-License-Identifier: GPL-2.0-or-later
//
// The daemon's log: one line an event, on standard error.
//
//     initLogging(LogFormat::kJson, LogLevel::kInfo);
//     logEvent(LogLevel::kInfo, "serving", {{"address", "127.0.0.1:9090"}, {"sources", 3}});
#pragma once

#include <string>
#include <vector>

#include "telemetry/log_line.h"

namespace geotask {

// Before other threads start. Events below `level` are not written. Until it is called, lines are
// text at kInfo.
void initLogging(LogFormat format, LogLevel level);

// Any thread. The line is out when it returns.
void logEvent(LogLevel level, const std::string& event, const std::vector<LogField>& fields = {});

}  // namespace geotask
