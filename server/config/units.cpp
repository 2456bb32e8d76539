// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/units.h"

#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace geotask {
namespace {

constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};

}  // namespace

std::optional<uint64_t> parseSize(const std::string& text) {
  const size_t digits = text.find_first_not_of("0123456789");
  uint64_t number = 0;
  if (!absl::SimpleAtoi(text.substr(0, digits), &number)) return std::nullopt;
  if (digits == std::string::npos) return number;
  uint64_t factor = 1;
  for (const char* unit : kUnits) {
    if (text.substr(digits) == unit) {
      if (number > std::numeric_limits<uint64_t>::max() / factor) return std::nullopt;
      return number * factor;
    }
    factor *= 1024;
  }
  return std::nullopt;
}

std::string formatSize(uint64_t bytes) {
  size_t unit = 0;
  while (bytes != 0 && bytes % 1024 == 0 && unit < 4) {
    bytes /= 1024;
    ++unit;
  }
  return absl::StrCat(bytes, kUnits[unit]);
}

std::optional<absl::Duration> parseTime(const std::string& text) {
  absl::Duration time;
  if (!absl::ParseDuration(text, &time)) return std::nullopt;
  if (time < absl::ZeroDuration() || time == absl::InfiniteDuration()) return std::nullopt;
  return time;
}

}  // namespace geotask
