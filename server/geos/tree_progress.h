// SPDX-License-Identifier: GPL-2.0-or-later
//
// How far a tree of tasks is, as a share of the time it takes: what tasks and unions cost is predicted, then
// corrected by what those that are done have taken. The last unions count for more than their cost, for
// the others that might run beside them are done.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <vector>

namespace geotask {

// One thread.
class TreeProgress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // So many tasks, which take so many predicted microseconds; of these `united`, with so many bytes of WKB
  // in all, are united in pairs, then pairs of pairs. `growth`: how many times as many bytes they
  // give as they take. `at_once`: how many can be done at a time.
  struct Plan {
    size_t tasks = 0;
    double microseconds = 0;
    size_t united = 0;
    size_t bytes = 0;
    double growth = 1;
    unsigned at_once = 1;
  };
  TreeProgress(const Plan& plan, Time now);

  // A task, or a union of two on some level (0: of what tasks gave), has begun, and has given WKB. Bytes are
  // those of what is, or was, united.
  void taskBegun(size_t id, double microseconds, Time now);
  void taskDone(size_t id, size_t bytes_in, size_t bytes_out, Time now);
  void unionBegun(size_t id, size_t level, size_t bytes, Time now);
  void unionDone(size_t id, size_t bytes_out);

  // 0 to 1; never goes down.
  double share(Time now);

 private:
  struct Running {
    double wall = 0;  // Predicted, with others beside it.
    size_t bytes = 0;
    Time since;
  };
  using All = std::map<size_t, Running>;
  // What is left of work that takes so much in all, when predictions have to be taken so many times: what runs
  // gets ever nearer to its end, and is not done before it is.
  static double left(double wall, double done, const All& running, double times, Time now);
  bool isOver() const { return tasks_done_ == plan_.tasks && unions_done_ + 1 >= plan_.united; }
  double unionsAtOnce(size_t level) const;
  double unionsWall() const;

  const Plan plan_;
  const Time begun_;
  std::vector<size_t> widths_;  // By level: how many are united there.
  All tasks_;
  All unions_;
  size_t tasks_done_ = 0;
  size_t unions_done_ = 0;
  double tasks_wall_done_ =
      0;  // Predicted, as below; microseconds of all that can be done at a time.
  double unions_wall_done_ = 0;
  double unions_wall_early_ = 0;  // Done while there were tasks.
  double task_bytes_in_ = 0, task_bytes_out_ = 0;
  double union_bytes_in_ = 0, union_bytes_out_ = 0;
  Time all_tasks_done_;
  double share_ = 0;
};

}  // namespace geotask
