// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/task_tree.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "drawn_geometry.h"
#include "geos/buffer_plan.h"
#include "support/threaded_processes.h"

namespace geotask::testing {
namespace {

std::vector<GeometryTask> tasksOf(const std::vector<std::string>& polygons) {
  std::vector<GeometryTask> tasks;
  for (const std::string& polygon : polygons) {
    GeometryTask task;
    task.kind = GeometryTask::Kind::kBufferValid;
    task.style = {0.2, 8};
    task.wkbs = {wkbOf("POLYGON " + polygon)};
    task.microseconds = 100;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

std::vector<std::string> stars(int count) {
  std::vector<std::string> polygons;
  for (int i = 0; i < count; ++i) polygons.push_back(star(i % 7, i / 7, 0.6, 5, 0.3));
  return polygons;
}

TEST(TaskTree, ProgressNeverGoesBackAndEndsWithTheLastUnion) {
  std::vector<TreeWatch::Step> steps;
  TreeWatch watch;
  watch.progress = [&](const TreeWatch::Step& step) { steps.push_back(step); };
  const auto answer = runTree(tasksOf(stars(13)), watch);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(steps.size(), 13U + 12U);
  for (size_t i = 1; i < steps.size(); ++i) EXPECT_GE(steps[i].share, steps[i - 1].share);
  EXPECT_TRUE(steps.back().uniting);
  EXPECT_EQ(steps.back().done, steps.back().total);
  EXPECT_DOUBLE_EQ(steps.back().share, 1);
}

TEST(TaskTree, WhatMeetsNothingIsNotUnited) {
  std::vector<GeometryTask> tasks = tasksOf(stars(2));
  tasks.push_back(tasksOf({square(50, 50, 1)}).front());
  tasks.back().kind = GeometryTask::Kind::kBufferApart;
  std::vector<TreeWatch::Step> steps;
  TreeWatch watch;
  watch.progress = [&](const TreeWatch::Step& step) { steps.push_back(step); };
  const auto answer = runTree(tasks, watch);
  EXPECT_EQ(wkbParts(answer->wkb)->parts.size(), 2U);
  ASSERT_EQ(steps.size(), 3U + 1U);
  EXPECT_DOUBLE_EQ(steps.back().share, 1);

  steps.clear();
  EXPECT_TRUE(runTree({tasks.back()}, watch).ok());
  EXPECT_FALSE(steps.back().uniting);  // "union 0 of 0"
  EXPECT_EQ(steps.back().total, 1U);
}

TEST(TaskTree, AnInvalidPartIsTheAnswer) {
  std::vector<std::string> polygons = stars(9);
  polygons[4] = "((0 0, 4 4, 4 0, 0 4, 0 0))";
  ThreadedProcesses processes;
  const TreeWatch watch;
  EXPECT_EQ(runTree(tasksOf(polygons), watch)->state, GeometryAnswer::State::kInvalid);
  EXPECT_EQ(runTree(tasksOf(polygons), processes, watch)->state, GeometryAnswer::State::kInvalid);
}

// Holds every task until it is cancelled.
class StuckProcesses : public GeometryProcesses {
 public:
  unsigned count() const override { return 2; }
  void submit(GeometryTask, std::function<bool()> cancelled, Done done) override {
    ++submitted;
    std::thread([cancelled = std::move(cancelled), done = std::move(done)] {
      while (!cancelled()) std::this_thread::yield();
      done(absl::CancelledError());
    }).detach();
  }
  std::atomic<int> submitted{0};
};

TEST(TaskTree, ACancelEndsWhatIsAtWork) {
  StuckProcesses processes;
  TreeWatch watch;
  watch.cancelled = [&] { return processes.submitted == 3; };
  EXPECT_TRUE(absl::IsCancelled(runTree(tasksOf(stars(9)), processes, watch).status()));
  EXPECT_EQ(processes.submitted, 3);  // One more than are at work, no more.
}

// Fails at the third task.
class FailingProcesses : public ThreadedProcesses {
 public:
  void submit(GeometryTask task, std::function<bool()> cancelled, Done done) override {
    if (++submitted != 3) {
      return ThreadedProcesses::submit(std::move(task), std::move(cancelled), std::move(done));
    }
    done(absl::InternalError("signal SIGSEGV"));
  }
  int submitted = 0;
};

TEST(TaskTree, WhatDoesNotComeBackIsTheAnswer) {
  FailingProcesses processes;
  const auto answer = runTree(tasksOf(stars(9)), processes, {});
  EXPECT_EQ(answer.status().message(), "signal SIGSEGV");
}

}  // namespace
}  // namespace geotask::testing
