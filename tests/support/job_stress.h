// SPDX-License-Identifier: GPL-2.0-or-later
//
// Many jobs at once, some of them cancelled at random moments: every one must end.
#pragma once

#include <cstdint>
#include <map>

#include "support/job_engine.h"

namespace geotask {

struct Stress {
  int jobs = 20000;
  uint64_t chunks_per_job = 1;
  double cancelled_share = 0;  // Of the jobs, from 0 to 1.
  uint32_t seed = 1;
};

// How many jobs ended in each state, once all have.
std::map<JobState, int> runStress(JobEngine& engine, const Stress& stress);

}  // namespace geotask
