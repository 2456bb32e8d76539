// SPDX-License-Identifier: GPL-2.0-or-later
//
// When to try again to start what could not be started: after 100 ms, then ever later, up to 30 s.
#pragma once

#include <algorithm>
#include <string>

#include "absl/time/time.h"

namespace geotask {

class StartBackoff {
 public:
  void succeeded() { *this = StartBackoff(); }

  void failed(absl::Time now, std::string problem) {
    delay_ = std::min(std::max(delay_ * 2, absl::Milliseconds(100)), absl::Seconds(30));
    not_before_ = now + delay_;
    problem_ = std::move(problem);
    ++failures_;
  }

  bool mayStart(absl::Time now) const { return now >= not_before_; }
  absl::Time notBefore() const { return not_before_; }
  // Whether it is no accident: those who wait are told.
  bool hopeless() const { return failures_ >= 3; }
  const std::string& problem() const { return problem_; }

 private:
  absl::Duration delay_;
  absl::Time not_before_ = absl::InfinitePast();
  std::string problem_;
  int failures_ = 0;
};

}  // namespace geotask
