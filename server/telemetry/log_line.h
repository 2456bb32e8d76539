// SPDX-License-Identifier: GPL-2.0-or-later
//
// One line of the log: an event with a name and fields, for people or for programs.
//
//     {"ts":"2026-03-01T09:30:00.125Z","level":"INFO","event":"job_finished","job":"a1","seconds":1.2}
//     2026-03-01T09:30:00.125Z INFO job_finished job=a1 seconds=1.2
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"

namespace geotask {

enum class LogFormat { kText, kJson };
enum class LogLevel { kInfo, kWarning, kError };

struct LogField {
  LogField(std::string n, std::string v) : name(std::move(n)), value(std::move(v)) {}
  LogField(std::string n, const char* v) : name(std::move(n)), value(std::string(v)) {}
  LogField(std::string n, double v) : name(std::move(n)), value(v) {}
  LogField(std::string n, bool v) : name(std::move(n)), value(v) {}
  template <typename T, typename = std::enable_if_t<std::is_integral_v<T>>>
  LogField(std::string n, T v) : name(std::move(n)) {
    if constexpr (std::is_signed_v<T>) {
      value = static_cast<int64_t>(v);
    } else {
      value = static_cast<uint64_t>(v);
    }
  }

  std::string name;
  std::variant<bool, int64_t, uint64_t, double, std::string> value;
};

// The line, without a line break at its end and with none inside. Bytes that are not UTF-8 become
// U+FFFD.
std::string formatLogLine(LogFormat format, absl::Time time, LogLevel level,
                          const std::string& event, const std::vector<LogField>& fields);

}  // namespace geotask
