// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/progress_meter.h"

#include <gtest/gtest.h>

namespace geotask {
namespace {

ProgressMeter meterOf(uint64_t total, bool unites = false) {
  ProgressMeter meter(unites);
  meter.start(absl::ZeroDuration());
  meter.setTotal(total);
  return meter;
}

TEST(ProgressMeter, KnowsNothingBeforeTheTotalIsKnown) {
  ProgressMeter meter(false);
  meter.start(absl::ZeroDuration());
  meter.addDone(10, absl::Seconds(1));
  EXPECT_EQ(meter.progress().features_done, 10u);
  EXPECT_FALSE(meter.progress().fraction);
  EXPECT_FALSE(meter.progress().time_left);
}

TEST(ProgressMeter, TellsRateAndTimeLeft) {
  ProgressMeter meter = meterOf(100);
  for (int second = 1; second <= 4; ++second) meter.addDone(10, absl::Seconds(second));
  const Progress progress = meter.progress();
  EXPECT_NEAR(progress.features_per_second, 10, 2);
  EXPECT_DOUBLE_EQ(*progress.fraction, 0.4);
  EXPECT_NEAR(absl::ToDoubleSeconds(*progress.time_left), 6, 1.5);
}

TEST(ProgressMeter, TheRateFollowsTheLastSeconds) {
  ProgressMeter meter = meterOf(1000000);
  for (int second = 1; second <= 60; ++second) meter.addDone(1000, absl::Seconds(second));
  for (int second = 61; second <= 90; ++second) meter.addDone(10, absl::Seconds(second));
  EXPECT_LT(meter.progress().features_per_second, 30);
}

TEST(ProgressMeter, TheRateIsThatOfRowsHoweverOftenAShareIsTold) {
  ProgressMeter meter = meterOf(100);
  for (int second = 1; second <= 10; ++second) {
    meter.setFraction(second / 100.0, absl::Seconds(2 * second) - absl::Milliseconds(1));
    meter.addDone(1, absl::Seconds(2 * second));
  }
  EXPECT_NEAR(meter.progress().features_per_second, 0.5, 0.1);
}

TEST(ProgressMeter, IsNotDoneBeforeItHasEnded) {
  ProgressMeter meter = meterOf(10);
  meter.addDone(10, absl::Seconds(1));
  EXPECT_LT(*meter.progress().fraction, 1.0);
  meter.finish(true);
  EXPECT_EQ(meter.progress().fraction, 1.0);
}

TEST(ProgressMeter, UnitingIsTheLastQuarter) {
  ProgressMeter meter = meterOf(10, true);
  meter.addDone(10, absl::Seconds(1));
  meter.setStage(Stage::kUniting);
  EXPECT_DOUBLE_EQ(*meter.progress().fraction, 0.75);
  EXPECT_FALSE(meter.progress().time_left);
}

TEST(ProgressMeter, ANumberOfRowsThatWasSaidTooSmallDoesNoHarm) {
  ProgressMeter meter = meterOf(10);
  meter.addDone(25, absl::Seconds(1));
  EXPECT_LT(*meter.progress().fraction, 1.0);
  EXPECT_EQ(meter.progress().time_left, absl::ZeroDuration());
}

TEST(ProgressMeter, NoRowsAtAllAreNoDivisionByZero) {
  ProgressMeter meter = meterOf(0);
  EXPECT_EQ(meter.progress().fraction, 0.0);
  meter.finish(true);
  EXPECT_EQ(meter.progress().fraction, 1.0);
}

TEST(ProgressMeter, AFailedJobStaysWhereItWas) {
  ProgressMeter meter = meterOf(10);
  meter.addDone(5, absl::Seconds(1));
  meter.finish(false);
  EXPECT_DOUBLE_EQ(*meter.progress().fraction, 0.5);
  EXPECT_EQ(meter.progress().stage, Stage::kNone);
  EXPECT_FALSE(meter.progress().time_left);
}

TEST(ProgressMeter, StagesFollowEachOtherAndNoneComesBack) {
  ProgressMeter meter = meterOf(10);
  for (const Stage stage :
       {Stage::kReading, Stage::kBuffering, Stage::kUniting, Stage::kEncoding}) {
    meter.setStage(stage);
    EXPECT_EQ(meter.progress().stage, stage);
  }
  meter.setStage(Stage::kBuffering);
  EXPECT_EQ(meter.progress().stage, Stage::kEncoding);
}

TEST(ProgressMeter, ThePlaceIsShownUntilTheEnd) {
  ProgressMeter meter = meterOf(10);
  EXPECT_EQ(meter.progress().place, "");
  meter.setPlace("feature 12: group 3 of 10");
  EXPECT_EQ(meter.progress().place, "feature 12: group 3 of 10");
  meter.finish(true);
  EXPECT_EQ(meter.progress().place, "");
}

TEST(ProgressMeter, AShareThatWasToldCountsFromTheFirstOnInPlaceOfRows) {
  ProgressMeter meter = meterOf(10);
  meter.setFraction(0, absl::Seconds(1));
  meter.addDone(9, absl::Seconds(1));
  EXPECT_EQ(meter.progress().fraction, 0.0);
  EXPECT_FALSE(meter.progress().time_left);
  meter.setFraction(0.25, absl::Seconds(2));
  EXPECT_EQ(meter.progress().fraction, 0.25);
}

}  // namespace
}  // namespace geotask
