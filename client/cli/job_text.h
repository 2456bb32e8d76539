// SPDX-License-Identifier: GPL-2.0-or-later
//
// How jobs read. What users and servers have written into them is shown() for a terminal.
#pragma once

#include <string>
#include <vector>

#include "geotask/v1/jobs.pb.h"

namespace geotask::cli {

// `RUNNING`, without the enum's prefix.
std::string stateText(v1::JobState state);

// Lets a job's states through in their order. A watch that begins with the past, or is taken up
// again, tells the present first and then what came before it.
class StateFilter {
 public:
  // Whether the job is farther than it was when last let through; remembers it then.
  bool isNew(const v1::Job& job);
  v1::JobState state() const { return state_; }

 private:
  uint32_t attempt_ = 0;
  v1::JobState state_ = v1::JOB_STATE_UNSPECIFIED;
};

// The state of a name in any case; JOB_STATE_UNSPECIFIED for others.
v1::JobState stateOf(const std::string& text);

// All states by name, in lower case.
const std::vector<std::string>& stateNames();

// What it works on: `data:world/countries`, `dataset:lakes`, `job:a`, `features`, `GeoJSON`.
std::string inputText(const v1::JobSpec& spec);

// What it does: `buffer 0.1`, `buffer 500 metres dissolve`.
std::string operationText(const v1::JobSpec& spec);

// `45 %`, `2,050 rows`, or nothing.
std::string progressText(const v1::Job& job);

// One sentence about a job that has ended: what it made, or why it did not.
std::string endText(const v1::Job& job);

// Everything about a job, a fact a line.
std::string describe(const v1::Job& job);

// `WARNING [tag] message`.
std::string logText(const v1::LogLine& line);

}  // namespace geotask::cli
