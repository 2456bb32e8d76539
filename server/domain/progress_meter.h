// SPDX-License-Identifier: GPL-2.0-or-later
//
// How far one job is, from what its chunks report. Not thread-safe: the board's lock guards it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/job.h"

namespace geotask {

class ProgressMeter {
 public:
  // `unites`: after all rows are buffered they are united, which is reckoned as the last quarter.
  explicit ProgressMeter(bool unites) : unites_(unites) {}

  // Times are Clock::elapsed().
  void start(absl::Duration now) { begin_ = last_rows_ = told_at_ = now; }
  void setTotal(std::optional<uint64_t> total) { total_ = total; }
  void setStage(Stage stage);
  void addDone(uint64_t count, absl::Duration now);
  // The share that is done, where it is not reckoned from rows. It never goes down.
  void setFraction(double fraction, absl::Duration now);
  void setPlace(const std::string& place) { place_ = place; }
  void finish(bool succeeded);

  Progress progress() const;

 private:
  double rate() const;
  std::optional<double> fraction() const;
  std::optional<absl::Duration> timeLeft() const;

  const bool unites_;
  Stage stage_ = Stage::kNone;
  uint64_t done_ = 0;
  std::optional<uint64_t> total_;
  absl::Duration last_rows_;
  // Rows and seconds, both fading out with time; their quotient is the rate.
  double recent_rows_ = 0;
  double recent_seconds_ = 0;
  std::optional<double> told_;  // By setFraction().
  absl::Duration told_at_;
  std::string place_;
  absl::Duration begin_;
  bool ended_ = false;
  bool succeeded_ = false;
};

}  // namespace geotask
