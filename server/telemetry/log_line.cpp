// SPDX-License-Identifier: GPL-2.0-or-later
#include "telemetry/log_line.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace geotask {
namespace {

using nlohmann::ordered_json;

const char* levelName(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return "INFO";
    case LogLevel::kWarning:
      return "WARNING";
    case LogLevel::kError:
      return "ERROR";
  }
  return "ERROR";
}

std::string dump(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json toJson(const LogField& field) {
  return std::visit([](const auto& value) { return ordered_json(value); }, field.value);
}

// As it is when it is one plain word, else quoted as in JSON.
std::string textValue(const LogField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  if (text == nullptr) return dump(toJson(field));
  const bool plain =
      !text->empty() && text->find_first_of(" =\"\\") == std::string::npos &&
      std::all_of(text->begin(), text->end(), [](char c) { return c > ' ' && c < 0x7f; });
  return plain ? *text : dump(*text);
}

}  // namespace

std::string formatLogLine(LogFormat format, absl::Time time, LogLevel level,
                          const std::string& event, const std::vector<LogField>& fields) {
  const std::string stamp = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
  if (format == LogFormat::kJson) {
    ordered_json line{{"ts", stamp}, {"level", levelName(level)}, {"event", event}};
    for (const LogField& field : fields) line[field.name] = toJson(field);
    return dump(line);
  }
  std::string line = stamp + " " + levelName(level) + " " + event;
  for (const LogField& field : fields) line += " " + field.name + "=" + textValue(field);
  return line;
}

}  // namespace geotask
