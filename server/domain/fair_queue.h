// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whose turn it is: jobs by virtual time, which grows by what a job used divided by its weight.
// Not thread-safe: the scheduler's lock guards it. All costs are logarithmic.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <tuple>

#include "absl/time/time.h"
#include "domain/scheduled_job.h"

namespace geotask {

class FairQueue {
 public:
  // Puts a job in, at the present virtual time or, if it is ahead, at its own: who was away does
  // not save up turns.
  void enter(ScheduledJob& job);
  void remove(ScheduledJob& job);
  // Adds to (or, with a negative cost, takes from) what a job used; it may be in the queue or not.
  void charge(ScheduledJob& job, absl::Duration cost);
  // The job that is furthest behind, or null. Its virtual time is the present one.
  ScheduledJob* next();
  bool empty() const { return jobs_.empty(); }

 private:
  struct Before {
    bool operator()(const ScheduledJob* a, const ScheduledJob* b) const {
      // Among equals, such as jobs that begin together, the heavier first, then the older.
      return std::make_tuple(a->pass, -a->weight, a->number) <
             std::make_tuple(b->pass, -b->weight, b->number);
    }
  };

  std::set<ScheduledJob*, Before> jobs_;
  double now_ = 0;  // Seconds of virtual time.
};

}  // namespace geotask
