// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/iso_time.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

TEST(IsoTime, DatesAreDaysOfTheCalendar) {
  EXPECT_TRUE(isIsoDate("2024-02-29"));
  EXPECT_TRUE(isIsoDate("0001-01-01"));
  for (const char* text : {"", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "24-01-01",
                           "2024-1-1", "2024-01-01 ", "2024/01/01", "2024-01-01T"})
    EXPECT_FALSE(isIsoDate(text)) << text;
}

TEST(IsoTime, TimesMayHaveFractions) {
  for (const char* text : {"00:00:00", "23:59:59", "13:45:30.2", "13:45:30.250"})
    EXPECT_TRUE(isIsoTime(text)) << text;
  for (const char* text : {"", "24:00:00", "13:60:00", "13:45", "13:45:60", "13:45:30.", "1:2:3"})
    EXPECT_FALSE(isIsoTime(text)) << text;
}

TEST(IsoTime, DateTimesMayNameAZone) {
  for (const char* text : {"2024-02-29T13:45:30", "2024-02-29T13:45:30.250Z",
                           "2024-02-29T13:45:30+01:00", "2024-02-29T13:45:30-11:30"})
    EXPECT_TRUE(isIsoDateTime(text)) << text;
  for (const char* text : {"2024-02-29", "2024-02-29 13:45:30", "2024-02-29T13:45:30z",
                           "2024-02-29T13:45:30+1", "2024-02-29T13:45:30+24:00"})
    EXPECT_FALSE(isIsoDateTime(text)) << text;
}

}  // namespace
}  // namespace geotask
