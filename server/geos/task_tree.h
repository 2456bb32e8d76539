// SPDX-License-Identifier: GPL-2.0-or-later
//
// Does tasks and unites what they give, in pairs of neighbours, then pairs of those. The answer hangs
// on the tasks and their order alone, not on where or when each is done: the same bytes here and in
// any number of processes.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "geos/geometry_task.h"

namespace geotask {

// What is asked and told while a tree is done; on the thread that does it.
struct TreeWatch {
  std::function<bool()> cancelled = [] { return false; };
  struct Step {
    size_t done = 0;  // Of the tasks, or of the unions once those are done.
    size_t total = 0;
    bool uniting = false;
    double share = 0;  // Of the predicted cost of all, 0 to 1.
  };
  std::function<void(const Step&)> progress = [](const Step&) {};
};

// Of tasks that give polygons a POLYGON or MULTIPOLYGON; of another, which is alone, its answer; or that of the first
// task that was not done. CANCELLED when the watch says so; errors of GeometryProcesses; kNoMemory when it
// would have more than 1 GiB. Buffers that do not meet (kBufferApart) are gathered, not united.
absl::StatusOr<GeometryAnswer> runTree(std::vector<GeometryTask> tasks,
                                       GeometryProcesses& processes, const TreeWatch& watch);
// The same on this thread.
absl::StatusOr<GeometryAnswer> runTree(std::vector<GeometryTask> tasks, const TreeWatch& watch);

}  // namespace geotask
