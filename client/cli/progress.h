// SPDX-License-Identifier: GPL-2.0-or-later
//
// How far something is, shown on standard error: one line that is drawn again on a terminal, plain
// lines elsewhere.
//
//     buffering [=========>          ]  45 %  2,050 of 4,556 rows  1,234/s  2.1s left
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "geotask/v1/job.pb.h"

namespace geotask::cli {

// What is shown.
struct Meter {
  std::string stage;  // `buffering`, `queued`, `uploading`
  uint64_t done = 0;
  std::optional<uint64_t> total;
  double rate = 0;  // Rows a second; 0 is not shown.
  std::optional<double> fraction;
  std::optional<double> seconds_left;
};

// Of a job in a state.
Meter meterOf(v1::JobState state, const v1::Progress& progress);

// Its line. With a width the line has a bar and fits, giving up what matters least first.
std::string meterLine(const Meter& meter, size_t width, bool colour);

// Shows meters as they come. Not thread-safe.
class ProgressView {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // `width` 0 means plain lines: at most one a second, and one when the stage changes.
  ProgressView(std::ostream& out, size_t width, bool colour,
               Clock clock = std::chrono::steady_clock::now);
  ~ProgressView() { clear(); }

  void show(const Meter& meter);

  // A line of text, above the bar.
  void say(const std::string& text);

  // Takes the bar away.
  void clear();

 private:
  std::ostream& out_;
  const size_t width_;
  const bool colour_;
  const Clock clock_;
  std::string drawn_;       // The bar as it stands on the terminal.
  std::string last_stage_;  // Of the last plain line.
  std::string last_line_;
  std::optional<std::chrono::steady_clock::time_point> last_time_;
};

// A view on this process's standard error, as it is.
ProgressView standardErrorView();

}  // namespace geotask::cli
