// SPDX-License-Identifier: GPL-2.0-or-later
#include "feeder_under_test.h"

#include <gtest/gtest.h>

#include <QThreadPool>
#include <memory>

#include "event_loop.h"
#include "qgis/host.h"
#include "qgis/task_feeder.h"

namespace geotask::testing {

namespace {

class FeederUnderTest : public ExecutorUnderTest {
 public:
  FeederUnderTest(ChunkSource& source, size_t threads)
      : feeder_(main_thread_, source, {static_cast<unsigned>(threads), 0}) {
    threadPoolOfTasks().setMaxThreadCount(static_cast<int>(threads));
  }
  ~FeederUnderTest() override {
    runEventsUntil([this] { return feeder_.idle(); });
  }
  ChunkExecutor& executor() override { return feeder_; }
  void waitUntil(const std::function<bool()>& condition) override {
    EXPECT_TRUE(runEventsUntil(condition)) << "waited in vain";
  }

 private:
  MainThread main_thread_;
  TaskFeeder feeder_;
};

}  // namespace

ExecutorKind qgisExecutorKind() {
  return {"Qgis", [](ChunkSource& source, size_t threads) {
            return std::make_unique<FeederUnderTest>(source, threads);
          }};
}

}  // namespace geotask::testing
