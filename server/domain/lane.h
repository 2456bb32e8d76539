// SPDX-License-Identifier: GPL-2.0-or-later
//
// The jobs of one budget: those that wait for a place, and those that take turns. Not thread-safe: the
// scheduler's lock guards it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "domain/fair_queue.h"
#include "domain/scheduled_job.h"

namespace geotask {

struct Lane {
  size_t max_active = 0;
  size_t active = 0;  // Not waiting and not ending.
  // By priority, greatest first, then by age.
  std::map<std::pair<int, uint64_t>, std::shared_ptr<ScheduledJob>> waiting;
  FairQueue ready;

  // Gives the free places to the first of those that wait.
  void activateWaiting();
  // Whether somebody has a turn, or waits and has a place.
  bool moreToTake() const;
};

}  // namespace geotask
