// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/download.h"

#include <chrono>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/progress.h"

namespace geotask::cli {

using client::Result;

Download::~Download() {
  if (!thread_.joinable()) return;
  session_.client().stopCalls();
  thread_.join();
}

void Download::begin(const std::string& job) {
  session_.client();  // It is made by this thread.
  thread_ = std::thread([this, job] {
    done_.set_value(
        readRows(session_, job, output_, "", [this](const Meter& meter) { rows_ = meter.done; }));
  });
}

Result<uint64_t> Download::finish() {
  ProgressView view = standardErrorView();
  InterruptScope on_interrupt([this] { session_.client().stopCalls(); });
  Meter meter;
  meter.stage = "downloading";
  auto done = done_.get_future();
  while (done.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
    meter.done = rows_;
    view.show(meter);
  }
  view.clear();
  thread_.join();
  const Result<uint64_t> rows = done.get();
  if (rows.ok()) tellLeftOut(output_);
  return rows;
}

}  // namespace geotask::cli
