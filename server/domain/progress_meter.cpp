// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/progress_meter.h"

#include <algorithm>
#include <cmath>

namespace geotask {

namespace {

constexpr double kFadeSeconds = 5;
constexpr double kBufferingShare = 0.75;  // Of a job that unites.
constexpr double kAlmostDone = 0.999;     // The most a job shows that has not ended.
constexpr double kShortestMeasure = 1e-3;

// Its place in the order in which stages follow each other.
int rank(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return 0;
    case Stage::kReading:
    case Stage::kStaging:
      return 1;
    case Stage::kBuffering:
    case Stage::kProcessing:
    case Stage::kTransforming:
      return 2;
    case Stage::kUniting:
      return 3;
    case Stage::kEncoding:
    case Stage::kCollecting:
      return 4;
  }
  return 0;
}

}  // namespace

void ProgressMeter::setStage(Stage stage) {
  if (!ended_ && rank(stage) >= rank(stage_)) stage_ = stage;
}

void ProgressMeter::addDone(uint64_t count, absl::Duration now) {
  const double seconds = std::max(0.0, absl::ToDoubleSeconds(now - last_rows_));
  last_rows_ = std::max(last_rows_, now);
  const double fade = std::exp(-seconds / kFadeSeconds);
  recent_rows_ = recent_rows_ * fade + static_cast<double>(count);
  recent_seconds_ = recent_seconds_ * fade + seconds;
  done_ += count;
}

void ProgressMeter::setFraction(double fraction, absl::Duration now) {
  told_at_ = std::max(told_at_, now);
  told_ = std::max(told_.value_or(0), std::min(1.0, fraction));
}

void ProgressMeter::finish(bool succeeded) {
  ended_ = true;
  succeeded_ = succeeded;
  stage_ = Stage::kNone;
  place_.clear();
  if (succeeded && !total_) total_ = done_;
}

Progress ProgressMeter::progress() const {
  Progress progress;
  progress.stage = stage_;
  progress.features_done = done_;
  progress.features_total = total_;
  progress.features_per_second = rate();
  progress.fraction = fraction();
  progress.time_left = timeLeft();
  progress.place = place_;
  return progress;
}

double ProgressMeter::rate() const {
  return recent_seconds_ < kShortestMeasure ? 0 : recent_rows_ / recent_seconds_;
}

std::optional<double> ProgressMeter::fraction() const {
  if (succeeded_) return 1.0;
  if (told_) return std::min(kAlmostDone, *told_);
  if (!total_) return std::nullopt;
  const double rows = *total_ == 0 ? 0 : static_cast<double>(done_) / static_cast<double>(*total_);
  return std::min(kAlmostDone, std::min(1.0, rows) * (unites_ ? kBufferingShare : 1.0));
}

std::optional<absl::Duration> ProgressMeter::timeLeft() const {
  if (!ended_ && told_) {
    if (*told_ <= 0) return std::nullopt;
    return (told_at_ - begin_) * ((1 - *told_) / *told_);
  }
  const double rate = this->rate();
  if (ended_ || !total_ || rate <= 0 || stage_ == Stage::kUniting) return std::nullopt;
  double rows = static_cast<double>(*total_ - std::min(*total_, done_));
  if (unites_) rows += static_cast<double>(*total_) * (1 - kBufferingShare) / kBufferingShare;
  return absl::Seconds(rows / rate);
}

}  // namespace geotask
