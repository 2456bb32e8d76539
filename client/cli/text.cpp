// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/text.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace geotask::cli {
namespace {

std::string twoUnits(uint64_t seconds, uint64_t unit, char name, uint64_t next, char next_name) {
  char text[48];
  std::snprintf(text, sizeof text, "%llu%c%02llu%c",
                static_cast<unsigned long long>(seconds / unit), name,
                static_cast<unsigned long long>(seconds % unit / next), next_name);
  return text;
}

}  // namespace

std::string countText(uint64_t number) {
  std::string text = std::to_string(number);
  for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<size_t>(at), ",");
  }
  return text;
}

std::string numberText(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", number);
  return text;
}

std::string rowsText(uint64_t rows) { return countText(rows) + (rows == 1 ? " row" : " rows"); }

std::string filesText(uint64_t files) {
  return countText(files) + (files == 1 ? " file" : " files");
}

std::string bytesText(uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  static const char* const kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  int unit = -1;
  while (value >= 999.95 && unit < 5) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", value, kUnits[unit]);
  return text;
}

std::string sizeText(uint64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " bytes";
  static const char* const kUnits[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = static_cast<double>(bytes) / 1024;
  int unit = 0;
  while (value >= 1023.95 && unit < 5) {
    value /= 1024;
    ++unit;
  }
  char text[32];
  const double rounded = std::round(value * 10) / 10;
  std::snprintf(text, sizeof text, "%.*f %s", rounded == std::floor(rounded) ? 0 : 1, rounded,
                kUnits[unit]);
  return text;
}

std::string durationText(double seconds) {
  if (!(seconds > 0)) return "0s";
  if (seconds < 9.95) {
    char text[16];
    std::snprintf(text, sizeof text, "%.1fs", seconds);
    return text;
  }
  const uint64_t whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 60) return std::to_string(whole) + "s";
  if (whole < 3600) return twoUnits(whole, 60, 'm', 1, 's');
  if (whole < 48 * 3600) return twoUnits(whole, 3600, 'h', 60, 'm');
  return std::to_string(whole / 86400) + "d";
}

std::string periodText(const google::protobuf::Duration& period) {
  const int64_t seconds = period.seconds();
  if (period.nanos() != 0 || seconds <= 0) return durationText(secondsOf(period));
  constexpr int64_t kMinute = 60;
  constexpr int64_t kHour = 60 * kMinute;
  constexpr int64_t kDay = 24 * kHour;
  if (seconds % kDay == 0 && seconds > kDay) return std::to_string(seconds / kDay) + "d";
  if (seconds % kHour == 0) return std::to_string(seconds / kHour) + "h";
  if (seconds % kMinute == 0) return std::to_string(seconds / kMinute) + "m";
  return seconds < kHour ? std::to_string(seconds) + "s"
                         : durationText(static_cast<double>(seconds));
}

double secondsOf(const google::protobuf::Duration& duration) {
  return static_cast<double>(duration.seconds()) + duration.nanos() / 1e9;
}

double secondsBetween(const google::protobuf::Timestamp& from,
                      const google::protobuf::Timestamp& to) {
  return static_cast<double>(to.seconds() - from.seconds()) + (to.nanos() - from.nanos()) / 1e9;
}

std::string timeText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "-";
  const std::time_t seconds = static_cast<std::time_t>(time.seconds());
  std::tm parts;
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &parts);
  return text;
}

std::string ageText(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0) return "-";
  const auto age = std::max<int64_t>(0, std::time(nullptr) - time.seconds());
  if (age < 120) return std::to_string(age) + "s";
  if (age < 120 * 60) return std::to_string(age / 60) + "m";
  if (age < 48 * 3600) return std::to_string(age / 3600) + "h";
  return std::to_string(age / 86400) + "d";
}

client::Result<google::protobuf::Duration> parseDuration(const std::string& text) {
  uint64_t total = 0;
  size_t at = 0;
  bool good = !text.empty();
  while (good && at < text.size()) {
    uint64_t number = 0;
    const size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 10) {
      number = number * 10 + static_cast<uint64_t>(text[at++] - '0');
    }
    good = at > begin;
    const char unit = at < text.size() ? text[at++] : 's';
    const uint64_t seconds = unit == 's'   ? 1
                             : unit == 'm' ? 60
                             : unit == 'h' ? 3600
                             : unit == 'd' ? 86400
                                           : 0;
    good = good && seconds != 0;
    total += number * seconds;
  }
  if (!good || total == 0) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_DURATION",
                              "\"" + text + "\" is no duration.",
                              "Write 90s, 15m, 2h, 7d or a sum such as 1h30m.");
  }
  return google::protobuf::util::TimeUtil::SecondsToDuration(static_cast<int64_t>(total));
}

std::string shown(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F: some terminals obey these too.
    if (c == 0xc2 && i + 1 < text.size() && (text[i + 1] & 0xe0) == 0x80) {
      c = static_cast<unsigned char>(text[++i]);
    } else if (c >= 0x20 && c != 0x7f) {
      result += text[i];
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\x%02x", c);
    result += escape;
  }
  return result;
}

size_t columnsOf(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string fitted(const std::string& text, size_t columns) {
  if (columnsOf(text) <= columns) return text;
  if (columns == 0) return "";
  size_t at = 0;
  for (size_t seen = 0; at < text.size(); ++at) {
    if ((text[at] & 0xc0) != 0x80 && seen++ == columns - 1) break;
  }
  return text.substr(0, at) + "…";
}

}  // namespace geotask::cli
