// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/text.h"

namespace geotask::cli {
namespace {

Meter halfway() {
  Meter meter;
  meter.stage = "buffering";
  meter.done = 2050;
  meter.total = 4556;
  meter.rate = 1234;
  meter.fraction = 0.45;
  meter.seconds_left = 2.04;
  return meter;
}

TEST(MeterLine, HasABarOnATerminal) {
  EXPECT_EQ(
      meterLine(halfway(), 100, false),
      "buffering [============>               ]   45 %  2,050 of 4,556 rows  2.0s left  1,234/s");
}

TEST(MeterLine, HasNoneElsewhere) {
  EXPECT_EQ(meterLine(halfway(), 0, false),
            "buffering  45 %  2,050 of 4,556 rows  2.0s left  1,234/s");
}

TEST(MeterLine, FitsEveryWidth) {
  for (size_t width = 1; width < 120; ++width) {
    EXPECT_LT(columnsOf(meterLine(halfway(), width, false)), width) << width;
  }
}

TEST(MeterLine, SaysOneHundredPercentOnlyWhenDone) {
  Meter meter = halfway();
  meter.fraction = 0.9999;
  EXPECT_NE(meterLine(meter, 0, false).find("99 %"), std::string::npos);
}

TEST(MeterLine, SaysOnlyWhatIsKnown) {
  EXPECT_EQ(meterLine(meterOf(v1::JOB_STATE_QUEUED, {}), 80, false), "queued");
  v1::Progress progress;
  progress.set_stage(v1::STAGE_BUFFERING);
  progress.set_features_done(7);
  EXPECT_EQ(meterLine(meterOf(v1::JOB_STATE_RUNNING, progress), 80, false), "buffering  7 rows");
}

class PlainView : public testing::Test {
 protected:
  void pass(std::chrono::milliseconds time) { now_ += time; }

  std::chrono::steady_clock::time_point now_{};
  std::ostringstream out_;
  ProgressView view_{out_, 0, false, [this] { return now_; }};
};

TEST_F(PlainView, SaysAtMostOneLineASecond) {
  Meter meter;
  meter.stage = "buffering";
  for (meter.done = 1; meter.done <= 25; ++meter.done) {
    view_.show(meter);
    pass(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(out_.str(), "buffering  1 row\nbuffering  11 rows\nbuffering  21 rows\n");
}

TEST_F(PlainView, SaysANewStageAtOnce) {
  Meter meter;
  meter.stage = "buffering";
  view_.show(meter);
  meter.stage = "uniting";
  view_.show(meter);
  EXPECT_EQ(out_.str(), "buffering\nuniting\n");
}

TEST(TerminalView, PutsTextAboveTheBar) {
  std::ostringstream out;
  {
    ProgressView view(out, 40, false);
    Meter meter;
    meter.stage = "buffering";
    view.show(meter);
    view.say("WARNING odd");
  }
  EXPECT_EQ(out.str(), "\r\033[Kbuffering\r\033[KWARNING odd\nbuffering\r\033[K");
}

}  // namespace
}  // namespace geotask::cli
