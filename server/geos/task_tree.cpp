// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/task_tree.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "domain/mutex.h"
#include "geos/cost_model.h"
#include "geos/tree_progress.h"
#include "geos/wkb_parts.h"

namespace geotask {

namespace {

constexpr std::chrono::milliseconds kLookAround{5};
constexpr std::chrono::milliseconds kTellEvery{250};  // How far it is, when nothing else tells.
// Of one buffer.
constexpr size_t kMostBytes = size_t{1} << 30;

using State = GeometryAnswer::State;

using Clock = std::chrono::steady_clock;

// Which unions follow which tasks, and what each has given.
class Tree {
 public:
  Tree(std::vector<GeometryTask> tasks, unsigned at_once) : leaves_(tasks.size()) {
    TreeProgress::Plan plan;
    plan.tasks = tasks.size();
    plan.at_once = at_once;
    // Measured: buffers are twice as large as what they are of.
    if (tasks.empty() || tasks.front().kind != GeometryTask::Kind::kUnite) plan.growth = 2;
    polygons_ = tasks.empty() || givesPolygons(tasks.front().kind);
    std::vector<size_t> row;
    for (GeometryTask& task : tasks) {
      plan.microseconds += task.microseconds;
      Node node;
      if (task.kind != GeometryTask::Kind::kBufferApart) {
        row.push_back(nodes_.size());
        for (const std::string& wkb : task.wkbs) node.bytes += wkb.size();
      }
      plan.bytes += node.bytes;
      node.task = std::move(task);
      ready_.insert({-node.task.microseconds, nodes_.size()});
      nodes_.push_back(std::move(node));
    }
    plan.united = row.size();
    for (size_t level = 0; row.size() > 1; ++level) row = unionsOf(row, level);
    progress_.emplace(plan, Clock::now());
  }

  // The dearest of those that can be done.
  bool hasReady() const { return !ready_.empty(); }
  size_t takeReady() {
    const size_t node = ready_.begin()->second;
    ready_.erase(ready_.begin());
    return node;
  }
  GeometryTask takeTask(size_t node) {
    const Node& begun = nodes_[node];
    if (node < leaves_) {
      progress_->taskBegun(node, begun.task.microseconds, Clock::now());
    } else {
      progress_->unionBegun(node, begun.level, begun.bytes, Clock::now());
    }
    return std::move(nodes_[node].task);
  }

  // False when there is no room for it.
  bool done(size_t node, std::string wkb) {
    ++done_;
    Node& from = nodes_[node];
    if (node < leaves_) {
      ++leaves_done_;
      progress_->taskDone(node, from.bytes, from.parent == kNone ? 0 : wkb.size(), Clock::now());
    } else {
      progress_->unionDone(node, wkb.size());
    }
    if (from.parent == kNone) {
      gathered_bytes_ += wkb.size();
      gathered_[node] = std::move(wkb);
      return gathered_bytes_ <= kMostBytes;
    }
    Node& to = nodes_[from.parent];
    to.task.microseconds += predictedUnion(wkb.size());
    to.bytes += wkb.size();
    to.task.wkbs[from.second ? 1 : 0] = std::move(wkb);
    if (--to.waits_for == 0) ready_.insert({-to.task.microseconds, from.parent});
    return true;
  }

  bool finished() const { return done_ == nodes_.size(); }
  // What is not united any further, gathered.
  GeometryAnswer answer() {
    if (!polygons_) return {State::kDone, std::move(gathered_.begin()->second), {}};
    std::vector<std::string> wkbs;
    for (auto& [node, wkb] : gathered_) wkbs.push_back(std::move(wkb));
    return {State::kDone, gatherPolygons(std::move(wkbs)), {}};
  }

  TreeWatch::Step step() {
    TreeWatch::Step step;
    step.uniting = leaves_done_ == leaves_ && leaves_ < nodes_.size();
    step.done = step.uniting ? done_ - leaves_ : leaves_done_;
    step.total = step.uniting ? nodes_.size() - leaves_ : leaves_;
    step.share = progress_->share(Clock::now());
    return step;
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  struct Node {
    GeometryTask task;
    size_t bytes = 0;  // Of what is to be united, or becomes so.
    size_t level = 0;  // Of a union: how many are below it.
    unsigned waits_for = 0;
    size_t parent = kNone;
    bool second = false;  // Of its parent's two.
  };

  // Adds the unions of these, two by two; gives what there is to unite above.
  std::vector<size_t> unionsOf(const std::vector<size_t>& row, size_t level) {
    std::vector<size_t> above;
    for (size_t i = 0; i + 1 < row.size(); i += 2) {
      Node node;
      node.task.kind = GeometryTask::Kind::kUnite;
      node.task.wkbs.resize(2);
      node.level = level;
      node.waits_for = 2;
      for (const size_t side : {i, i + 1}) {
        nodes_[row[side]].parent = nodes_.size();
        nodes_[row[side]].second = side != i;
      }
      above.push_back(nodes_.size());
      nodes_.push_back(std::move(node));
    }
    if (row.size() % 2 != 0) above.push_back(row.back());
    return above;
  }

  const size_t leaves_;
  bool polygons_ = true;  // What they give.
  std::vector<Node> nodes_;
  std::set<std::pair<double, size_t>> ready_;  // By cost, dearest first.
  std::map<size_t, std::string> gathered_;     // By node.
  size_t gathered_bytes_ = 0;
  size_t done_ = 0;
  size_t leaves_done_ = 0;
  std::optional<TreeProgress> progress_;
};

// What comes back from the processes.
struct Mailbox {
  Mutex mutex;
  CondVar arrived;
  std::deque<std::pair<size_t, absl::StatusOr<GeometryAnswer>>> answers GEOTASK_GUARDED_BY(mutex);
  std::atomic<bool> stop{false};
};

using Answers = std::deque<std::pair<size_t, absl::StatusOr<GeometryAnswer>>>;

Answers waitForAnswers(Mailbox& box) {
  MutexLock lock(box.mutex);
  if (box.answers.empty()) box.arrived.waitFor(box.mutex, kLookAround);
  return std::exchange(box.answers, {});
}

}  // namespace

absl::StatusOr<GeometryAnswer> runTree(std::vector<GeometryTask> tasks,
                                       GeometryProcesses& processes, const TreeWatch& watch) {
  Tree tree(std::move(tasks), processes.count());
  const auto box = std::make_shared<Mailbox>();
  absl::StatusOr<GeometryAnswer> ending = absl::CancelledError();
  size_t in_flight = 0;
  Clock::time_point told;
  const auto tell = [&] {
    told = Clock::now();
    watch.progress(tree.step());
  };
  while (!tree.finished() || in_flight > 0) {
    // One more than are at work, so that none waits for this thread; no more, so that others have
    // their turn.
    while (!box->stop && tree.hasReady() && in_flight < processes.count() + 1) {
      const size_t node = tree.takeReady();
      ++in_flight;
      processes.submit(
          tree.takeTask(node), [box] { return box->stop.load(); },
          [box, node](absl::StatusOr<GeometryAnswer> answer) {
            MutexLock lock(box->mutex);
            box->answers.emplace_back(node, std::move(answer));
            box->arrived.notifyAll();
          });
    }
    for (auto& [node, answer] : waitForAnswers(*box)) {
      --in_flight;
      if (box->stop) continue;
      if (!answer.ok() || answer->state != State::kDone) {
        ending = std::move(answer);
        box->stop = true;
        continue;
      }
      if (!tree.done(node, std::move(answer->wkb))) {
        ending = GeometryAnswer{State::kNoMemory, {}, {}};
        box->stop = true;
        continue;
      }
      tell();
    }
    if (!box->stop && Clock::now() - told >= kTellEvery) tell();
    if (!box->stop && watch.cancelled()) box->stop = true;
    if (box->stop && in_flight == 0) return ending;
  }
  return tree.answer();
}

absl::StatusOr<GeometryAnswer> runTree(std::vector<GeometryTask> tasks, const TreeWatch& watch) {
  Tree tree(std::move(tasks), 1);
  while (tree.hasReady()) {
    if (watch.cancelled()) return absl::CancelledError();
    const size_t node = tree.takeReady();
    GeometryAnswer answer = runGeometryTask(tree.takeTask(node));
    if (answer.state != State::kDone) return answer;
    if (!tree.done(node, std::move(answer.wkb))) return GeometryAnswer{State::kNoMemory, {}, {}};
    watch.progress(tree.step());
  }
  return tree.answer();
}

}  // namespace geotask
