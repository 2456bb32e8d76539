// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/job_stress.h"

#include <random>
#include <string>

namespace geotask {

namespace {

std::string idOf(int job) { return "job-" + std::to_string(job); }

}  // namespace

std::map<JobState, int> runStress(JobEngine& engine, const Stress& stress) {
  std::mt19937 random(stress.seed);
  std::uniform_real_distribution<double> share(0, 1);
  for (int job = 0; job < stress.jobs; ++job) {
    FakeScript script;
    script.chunks = stress.chunks_per_job;
    engine.submit(idOf(job), script);
    // One that may wait, run or have ended.
    if (share(random) < stress.cancelled_share) {
      engine.cancel(idOf(std::uniform_int_distribution<int>(0, job)(random)));
    }
  }
  engine.waitUntilIdle();
  std::map<JobState, int> ended;
  for (int job = 0; job < stress.jobs; ++job) ++ended[engine.state(idOf(job))];
  return ended;
}

}  // namespace geotask
