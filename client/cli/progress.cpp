// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <utility>
#include <vector>

#include "cli/terminal.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

constexpr size_t kWidestBar = 30;
constexpr size_t kNarrowestBar = 8;
const char* const kGreen = "\033[32m";
const char* const kPlain = "\033[0m";
const char* const kEraseLine = "\r\033[K";

std::string percentText(double fraction) {
  char text[16];
  // Rounded down: 100 % means done.
  std::snprintf(text, sizeof text, "%3.0f %%", std::floor(fraction * 100));
  return text;
}

std::string barText(double fraction, size_t width, bool colour) {
  const size_t inner = width - 2;
  const size_t full = static_cast<size_t>(fraction * static_cast<double>(inner));
  std::string bar(full, '=');
  if (full < inner) bar += '>' + std::string(inner - full - 1, ' ');
  return "[" + (colour ? kGreen + bar + kPlain : bar) + "]";
}

// The words after the bar, what matters most first.
std::vector<std::string> words(const Meter& meter) {
  std::vector<std::string> words;
  if (meter.fraction) words.push_back(percentText(std::clamp(*meter.fraction, 0.0, 1.0)));
  if (meter.total) {
    words.push_back(countText(meter.done) + " of " + rowsText(*meter.total));
  } else if (meter.done > 0) {
    words.push_back(rowsText(meter.done));
  }
  if (meter.seconds_left) words.push_back(durationText(*meter.seconds_left) + " left");
  if (meter.rate >= 0.5) {
    words.push_back(countText(static_cast<uint64_t>(std::llround(meter.rate))) + "/s");
  }
  return words;
}

}  // namespace

Meter meterOf(v1::JobState state, const v1::Progress& progress) {
  Meter meter;
  if (state == v1::JOB_STATE_QUEUED) {
    meter.stage = "queued";
    return meter;
  }
  if (state == v1::JOB_STATE_CANCELLING) {
    meter.stage = "cancelling";
  } else if (progress.stage() == v1::STAGE_BUFFERING) {
    meter.stage = "buffering";
  } else if (progress.stage() == v1::STAGE_UNITING) {
    meter.stage = "uniting";
  } else if (progress.stage() == v1::STAGE_READING) {
    meter.stage = "reading";
  } else if (progress.stage() == v1::STAGE_ENCODING) {
    meter.stage = "writing";
  } else if (progress.stage() == v1::STAGE_STAGING) {
    meter.stage = "staging";
  } else if (progress.stage() == v1::STAGE_PROCESSING) {
    meter.stage = "processing";
  } else if (progress.stage() == v1::STAGE_COLLECTING) {
    meter.stage = "collecting";
  } else if (progress.stage() == v1::STAGE_TRANSFORMING) {
    meter.stage = "transforming";
  } else {
    meter.stage = "running";
  }
  meter.done = progress.features_done();
  if (progress.has_features_total()) meter.total = progress.features_total();
  if (progress.has_fraction()) meter.fraction = progress.fraction();
  if (state == v1::JOB_STATE_RUNNING) {
    meter.rate = progress.features_per_second();
    if (progress.has_time_left()) meter.seconds_left = secondsOf(progress.time_left());
  }
  return meter;
}

std::string meterLine(const Meter& meter, size_t width, bool colour) {
  std::vector<std::string> tail = words(meter);
  if (width == 0) {
    std::string line = meter.stage;
    for (const std::string& word : tail) {
      line += "  " + word.substr(std::min(word.find_first_not_of(' '), word.size()));
    }
    return line;
  }
  const auto needed = [&](size_t bar) {
    size_t columns = columnsOf(meter.stage) + (bar == 0 ? 0 : bar + 1);
    for (const std::string& word : tail) columns += columnsOf(word) + 2;
    return columns;
  };
  size_t bar = meter.fraction ? kWidestBar : 0;
  // The last column stays free: some terminals break the line there.
  while (bar > kNarrowestBar && needed(bar) >= width) --bar;
  while (tail.size() > 1 && needed(bar) >= width) tail.pop_back();
  if (needed(bar) >= width) bar = 0;
  std::string line = meter.stage;
  if (bar > 0) line += " " + barText(std::clamp(*meter.fraction, 0.0, 1.0), bar, colour);
  for (const std::string& word : tail) line += "  " + word;
  return needed(bar) < width ? line : fitted(line, width - 1);
}

ProgressView::ProgressView(std::ostream& out, size_t width, bool colour, Clock clock)
    : out_(out), width_(width), colour_(colour), clock_(std::move(clock)) {}

void ProgressView::show(const Meter& meter) {
  const std::string line = meterLine(meter, width_, colour_);
  if (width_ > 0) {
    if (line == drawn_) return;
    out_ << kEraseLine << line << std::flush;
    drawn_ = line;
    return;
  }
  const auto now = clock_();
  const bool is_new = meter.stage != last_stage_;
  const bool is_due = !last_time_ || now - *last_time_ >= std::chrono::seconds(1);
  if (!is_new && (!is_due || line == last_line_)) return;
  out_ << line << std::endl;
  last_stage_ = meter.stage;
  last_line_ = line;
  last_time_ = now;
}

void ProgressView::say(const std::string& text) {
  const std::string bar = drawn_;
  clear();
  out_ << text << "\n" << bar << std::flush;
  drawn_ = bar;
}

void ProgressView::clear() {
  if (drawn_.empty()) return;
  out_ << kEraseLine << std::flush;
  drawn_.clear();
}

ProgressView standardErrorView() {
  const bool redraws = canRedraw(STDERR_FILENO);
  return ProgressView(std::cerr, redraws ? terminalWidth(STDERR_FILENO) : 0,
                      canColour(STDERR_FILENO));
}

}  // namespace geotask::cli
