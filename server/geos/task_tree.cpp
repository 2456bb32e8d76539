// SPDX-License-Identifier: GPL-2.0-or-later
#include "geos/task_tree.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "domain/mutex.h"
#include "geos/cost_model.h"
#include "geos/wkb_parts.h"

namespace geotask {

namespace {

constexpr std::chrono::milliseconds kLookAround{5};
// Of one buffer.
constexpr size_t kMostBytes = size_t{1} << 30;

using State = GeometryAnswer::State;

// Which unions follow which tasks, and what each has given.
class Tree {
 public:
  explicit Tree(std::vector<GeometryTask> tasks) : leaves_(tasks.size()) {
    const bool unites = !tasks.empty() && tasks.front().kind == GeometryTask::Kind::kUnite;
    size_t bytes = 0;  // Of what is to be united.
    std::vector<size_t> level;
    for (GeometryTask& task : tasks) {
      task_cost_ += task.microseconds;
      if (task.kind != GeometryTask::Kind::kBufferApart) {
        level.push_back(nodes_.size());
        for (const std::string& wkb : task.wkbs) bytes += wkb.size();
      }
      ready_.insert({-task.microseconds, nodes_.size()});
      nodes_.push_back(Node{std::move(task), 0, kNone, false});
    }
    while (level.size() > 1) {
      std::vector<size_t> above;
      for (size_t i = 0; i + 1 < level.size(); i += 2) {
        GeometryTask task;
        task.kind = GeometryTask::Kind::kUnite;
        task.wkbs.resize(2);
        for (const size_t side : {i, i + 1}) {
          nodes_[level[side]].parent = nodes_.size();
          nodes_[level[side]].second = side != i;
        }
        above.push_back(nodes_.size());
        nodes_.push_back(Node{std::move(task), 2, kNone, false});
      }
      if (level.size() % 2 != 0) above.push_back(level.back());
      level = std::move(above);
    }
    // Measured: buffers are twice as large as what they are of; of what tiles have united already little
    // touches.
    if (nodes_.size() > leaves_) union_cost_ = 2 * predictedUnion(unites ? bytes / 2 : 2 * bytes);
  }

  // The dearest of those that can be done.
  bool hasReady() const { return !ready_.empty(); }
  size_t takeReady() {
    const size_t node = ready_.begin()->second;
    ready_.erase(ready_.begin());
    return node;
  }
  GeometryTask takeTask(size_t node) { return std::move(nodes_[node].task); }

  // False when there is no room for it.
  bool done(size_t node, std::string wkb) {
    ++done_;
    if (node < leaves_) {
      ++leaves_done_;
      cost_done_ += nodes_[node].task.microseconds;
    }
    Node& from = nodes_[node];
    if (from.parent == kNone) {
      gathered_bytes_ += wkb.size();
      gathered_[node] = std::move(wkb);
      return gathered_bytes_ <= kMostBytes;
    }
    Node& to = nodes_[from.parent];
    to.task.microseconds += predictedUnion(wkb.size());
    to.task.wkbs[from.second ? 1 : 0] = std::move(wkb);
    if (--to.waits_for == 0) ready_.insert({-to.task.microseconds, from.parent});
    return true;
  }

  bool finished() const { return done_ == nodes_.size(); }
  // What is not united any further, gathered.
  GeometryAnswer answer() {
    std::vector<std::string> wkbs;
    for (auto& [node, wkb] : gathered_) wkbs.push_back(std::move(wkb));
    return {State::kDone, gatherPolygons(std::move(wkbs)), {}};
  }

  TreeWatch::Step step() const {
    TreeWatch::Step step;
    step.uniting = leaves_done_ == leaves_ && leaves_ < nodes_.size();
    step.done = step.uniting ? done_ - leaves_ : leaves_done_;
    step.total = step.uniting ? nodes_.size() - leaves_ : leaves_;
    const double unions = static_cast<double>(nodes_.size() - leaves_);
    const double united = unions == 0 ? 0 : static_cast<double>(done_ - leaves_done_) / unions;
    const double all = task_cost_ + union_cost_;
    step.share = all <= 0 ? 1 : std::min(1.0, (cost_done_ + united * union_cost_) / all);
    return step;
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  struct Node {
    GeometryTask task;
    unsigned waits_for = 0;
    size_t parent = kNone;
    bool second = false;  // Of its parent's two.
  };

  const size_t leaves_;
  std::vector<Node> nodes_;
  std::set<std::pair<double, size_t>> ready_;  // By cost, dearest first.
  std::map<size_t, std::string> gathered_;     // By node.
  size_t gathered_bytes_ = 0;
  size_t done_ = 0;
  size_t leaves_done_ = 0;
  double task_cost_ = 0;
  double union_cost_ = 0;
  double cost_done_ = 0;
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
  Tree tree(std::move(tasks));
  const auto box = std::make_shared<Mailbox>();
  absl::StatusOr<GeometryAnswer> ending = absl::CancelledError();
  size_t in_flight = 0;
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
      watch.progress(tree.step());
    }
    if (!box->stop && watch.cancelled()) box->stop = true;
    if (box->stop && in_flight == 0) return ending;
  }
  return tree.answer();
}

absl::StatusOr<GeometryAnswer> runTree(std::vector<GeometryTask> tasks, const TreeWatch& watch) {
  Tree tree(std::move(tasks));
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
