// SPDX-License-Identifier: GPL-2.0-or-later
#include "config/units.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

TEST(Units, SizesAreWholeNumbersOfBinaryUnits) {
  EXPECT_EQ(parseSize("0"), 0u);
  EXPECT_EQ(parseSize("17B"), 17u);
  EXPECT_EQ(parseSize("512MiB"), uint64_t{512} << 20);
  EXPECT_EQ(parseSize("3TiB"), uint64_t{3} << 40);
  for (const char* text : {"", "MiB", "1.5GiB", "1 GiB", "1GB", "-1", "1gib", "99999999999TiB",
                           "99999999999999999999"}) {
    EXPECT_EQ(parseSize(text), std::nullopt) << text;
  }
}

TEST(Units, SizesAreWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(formatSize(0), "0B");
  EXPECT_EQ(formatSize(1000), "1000B");
  EXPECT_EQ(formatSize(uint64_t{1536} << 20), "1536MiB");
  EXPECT_EQ(formatSize(uint64_t{1} << 50), "1024TiB");
}

TEST(Units, TimesAreFiniteAndNotNegative) {
  EXPECT_EQ(parseTime("90s"), absl::Seconds(90));
  EXPECT_EQ(parseTime("1h30m"), absl::Minutes(90));
  EXPECT_EQ(parseTime("0"), absl::ZeroDuration());
  for (const char* text : {"", "90", "-5s", "inf", "1d", "soon"}) {
    EXPECT_EQ(parseTime(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace geotask
