// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/iso_time.h"

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"

namespace geotask {
namespace {

// Takes `digits` digits off the front.
bool takeNumber(absl::string_view& text, size_t digits, int& number) {
  if (text.size() < digits) return false;
  number = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!absl::ascii_isdigit(text[i])) return false;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool takeChar(absl::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool takeDate(absl::string_view& text) {
  int year, month, day;
  if (!takeNumber(text, 4, year) || !takeChar(text, '-') || !takeNumber(text, 2, month) ||
      !takeChar(text, '-') || !takeNumber(text, 2, day))
    return false;
  // A day that is not in the calendar comes out as another one.
  const absl::CivilDay civil(year, month, day);
  return civil.month() == month && civil.day() == day;
}

bool takeTime(absl::string_view& text) {
  int hour, minute, second;
  if (!takeNumber(text, 2, hour) || !takeChar(text, ':') || !takeNumber(text, 2, minute) ||
      !takeChar(text, ':') || !takeNumber(text, 2, second))
    return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  if (!takeChar(text, '.')) return true;
  int digit;
  if (!takeNumber(text, 1, digit)) return false;
  while (takeNumber(text, 1, digit)) continue;
  return true;
}

bool takeZone(absl::string_view& text) {
  if (text.empty() || takeChar(text, 'Z')) return true;
  int hour, minute;
  return (takeChar(text, '+') || takeChar(text, '-')) && takeNumber(text, 2, hour) &&
         takeChar(text, ':') && takeNumber(text, 2, minute) && hour <= 23 && minute <= 59;
}

}  // namespace

bool isIsoDate(absl::string_view text) { return takeDate(text) && text.empty(); }

bool isIsoTime(absl::string_view text) { return takeTime(text) && text.empty(); }

bool isIsoDateTime(absl::string_view text) {
  return takeDate(text) && takeChar(text, 'T') && takeTime(text) && takeZone(text) && text.empty();
}

}  // namespace geotask
