// SPDX-License-Identifier: GPL-2.0-or-later
//
// What happens to a job, numbered. See geotask.v1.JobEvent.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "absl/time/time.h"
#include "domain/job.h"

namespace geotask {

enum class Severity { kInfo = 1, kWarning, kError };

struct LogLine {
  Severity severity = Severity::kInfo;
  std::string message;
  std::string tag;
  uint64_t dropped_before = 0;
};

struct JobEvent {
  uint64_t sequence = 0;
  absl::Time time;
  std::variant<JobSnapshot, LogLine> what;
};

}  // namespace geotask
