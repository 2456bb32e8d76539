// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/tree_progress.h"

#include <algorithm>
#include <cmath>

#include "geos/cost_model.h"

namespace geotask {

namespace {

constexpr double kExpected = 0.1;

double microsecondsFrom(TreeProgress::Time from, TreeProgress::Time to) {
  return std::max(0.0, std::chrono::duration<double, std::micro>(to - from).count());
}

}  // namespace

TreeProgress::TreeProgress(const Plan& plan, Time now)
    : plan_(plan), begun_(now), all_tasks_done_(now) {
  for (size_t width = plan.united; width > 1; width = (width + 1) / 2) widths_.push_back(width);
}

void TreeProgress::taskBegun(size_t id, double microseconds, Time now) {
  tasks_[id] = {microseconds / plan_.at_once, 0, now};
}

void TreeProgress::taskDone(size_t id, size_t bytes_in, size_t bytes_out, Time now) {
  tasks_wall_done_ += tasks_[id].wall;
  tasks_.erase(id);
  task_bytes_in_ += static_cast<double>(bytes_in);
  task_bytes_out_ += static_cast<double>(bytes_out);
  if (++tasks_done_ < plan_.tasks) return;
  all_tasks_done_ = now;
  unions_wall_early_ = unions_wall_done_;
}

void TreeProgress::unionBegun(size_t id, size_t level, size_t bytes, Time now) {
  unions_[id] = {predictedUnion(bytes) / unionsAtOnce(level), bytes, now};
}

void TreeProgress::unionDone(size_t id, size_t bytes_out) {
  ++unions_done_;
  unions_wall_done_ += unions_[id].wall;
  union_bytes_in_ += static_cast<double>(unions_[id].bytes);
  union_bytes_out_ += static_cast<double>(bytes_out);
  unions_.erase(id);
}

double TreeProgress::unionsAtOnce(size_t level) const {
  const size_t unions = level < widths_.size() ? widths_[level] / 2 : 1;
  return static_cast<double>(std::min<size_t>(std::max<size_t>(unions, 1), plan_.at_once));
}

double TreeProgress::unionsWall() const {
  const double growth = task_bytes_in_ > 0 ? task_bytes_out_ / task_bytes_in_ : plan_.growth;
  const double shrinking = union_bytes_in_ > 0 ? union_bytes_out_ / union_bytes_in_ : 1;
  double bytes = growth * static_cast<double>(plan_.bytes);
  double wall = 0;
  for (size_t level = 0; level < widths_.size(); ++level) {
    const double united = static_cast<double>(widths_[level] / 2 * 2);
    const double of_them = bytes * united / static_cast<double>(widths_[level]);
    wall += predictedUnion(static_cast<size_t>(of_them)) / unionsAtOnce(level);
    bytes *= shrinking;
  }
  return wall;
}

double TreeProgress::left(double wall, double done, const All& running, double times, Time now) {
  double begun = 0;
  double begun_left = 0;
  for (const auto& [id, one] : running) {
    const double predicted = one.wall * times;
    if (predicted <= 0) continue;
    begun += one.wall;
    begun_left += one.wall * std::exp(-microsecondsFrom(one.since, now) / predicted);
  }
  return times * (std::max(0.0, wall - done - begun) + begun_left);
}

double TreeProgress::share(Time now) {
  const double elapsed = microsecondsFrom(begun_, now);
  const double on_tasks =
      tasks_done_ < plan_.tasks ? elapsed : microsecondsFrom(begun_, all_tasks_done_);
  const double on_unions = elapsed - on_tasks;
  const double times = tasks_wall_done_ > 0 ? on_tasks / tasks_wall_done_ : 1;
  // As if a tenth of them had taken what the tasks let expect: the first few tell little.
  const double unions_wall = unionsWall();
  const double expected = kExpected * unions_wall;
  const double union_times = expected > 0 ? (on_unions + times * expected) /
                                                (unions_wall_done_ - unions_wall_early_ + expected)
                                          : times;
  const double to_come =
      left(plan_.microseconds / plan_.at_once, tasks_wall_done_, tasks_, times, now) +
      left(unions_wall, unions_wall_done_, unions_, union_times, now);
  if (isOver()) share_ = 1;
  if (elapsed > 0) share_ = std::max(share_, elapsed / (elapsed + to_come));
  return share_;
}

}  // namespace geotask
