// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/buffer_engine.h"

#include <qgsgeometry.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "domain/compute_slot.h"
#include "domain/errors.h"
#include "geos/buffer_plan.h"
#include "geos/cost_model.h"
#include "geos/interrupt.h"
#include "geos/wkb_parts.h"
#include "qgis/buffer_geometry.h"
#include "qgis/geometry.h"
#include "qgis/plain_wkb.h"
#include "qgis/straighten.h"

namespace geotask {

namespace {

using State = GeometryAnswer::State;

// Predicted work from here on is done in processes.
constexpr double kHeavyMicroseconds = 40'000;
// What was predicted to be shorter is interrupted when it takes so much.
constexpr absl::Duration kMostHere = absl::Milliseconds(150);
constexpr double kCautionStep = 3;
constexpr double kMostCaution = 100;
constexpr double kHalfLifeSeconds = 60;

// MEMORY_LIMIT for an answer that found no room.
absl::StatusOr<GeometryAnswer> orNoMemory(absl::StatusOr<GeometryAnswer> answer) {
  if (!answer.ok() || answer->state != State::kNoMemory) return answer;
  return makeError(absl::StatusCode::kResourceExhausted, "it takes too much memory",
                   {"MEMORY_LIMIT", "", "", "at most 1 GiB",
                    "Split the geometry; fewer segments make smaller buffers."});
}

}  // namespace

const BufferEngine& engineWithoutProcesses() {
  static const BufferEngine engine;
  return engine;
}

bool BufferEngine::isHeavy(double microseconds) const {
  return processes_ != nullptr && microseconds * caution() >= kHeavyMicroseconds;
}

double BufferEngine::caution() const {
  MutexLock lock(mutex_);
  if (caution_ == 1) return 1;
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - raised_;
  return std::max(1.0, caution_ * std::exp2(-since.count() / kHalfLifeSeconds));
}

void BufferEngine::overran() const {
  const double now = caution();
  MutexLock lock(mutex_);
  caution_ = std::min(kMostCaution, now * kCautionStep);
  raised_ = std::chrono::steady_clock::now();
}

absl::StatusOr<GeometryAnswer> BufferEngine::byCost(
    double microseconds, const std::function<absl::StatusOr<GeometryAnswer>()>& here,
    const std::function<std::vector<GeometryTask>()>& tasks, const TreeWatch& watch) const {
  if (!isHeavy(microseconds)) {
    OverrunGuard guard(kMostHere, processes_ == nullptr ? watch.cancelled : nullptr);
    absl::StatusOr<GeometryAnswer> answer = here();
    if (!guard.overran()) return orNoMemory(std::move(answer));
    if (processes_ == nullptr) return absl::CancelledError();
    overran();
  }
  const ComputeSlot::Break waiting;
  return orNoMemory(runTree(tasks(), *processes_, watch));
}

absl::StatusOr<GeometryAnswer> BufferEngine::run(std::vector<GeometryTask> tasks,
                                                 double microseconds,
                                                 const TreeWatch& watch) const {
  return byCost(
      microseconds, [&] { return runTree(tasks, watch); }, [&] { return std::move(tasks); }, watch);
}

absl::StatusOr<GeometryAnswer> BufferEngine::runOne(double microseconds, const Here& here,
                                                    const std::function<GeometryTask()>& task,
                                                    const TreeWatch& watch) const {
  const auto tasks = [&] {
    std::vector<GeometryTask> one;
    one.push_back(task());  // It may be large, and a list would copy it.
    one.front().microseconds = microseconds;
    return one;
  };
  return byCost(microseconds, here, tasks, watch);
}

absl::StatusOr<GeometryAnswer> BufferEngine::bufferByCost(std::string& wkb, const WkbParts& parts,
                                                          const BufferStyle& style,
                                                          const Here& here,
                                                          const TreeWatch& watch) const {
  if (parts.vertices < kFewVertices) return here();
  const BufferCost cost = predictedBuffer(parts, style);
  if (cuts(parts, cost, style)) {
    absl::StatusOr<GeometryAnswer> answer = bufferParts(wkb, parts, cost, style, watch);
    if (!answer.ok() || answer->state == State::kDone) return answer;
  }
  const auto task = [&] {
    GeometryTask whole;
    whole.style = style;
    whole.wkbs.push_back(std::move(wkb));
    return whole;
  };
  return runOne(cost.whole, here, task, watch);
}

absl::StatusOr<std::optional<std::string>> BufferEngine::buffer(std::string wkb,
                                                                const WkbParts& parts,
                                                                double distance,
                                                                const BufferOptions& options,
                                                                const TreeWatch& watch) const {
  const BufferStyle style = bufferStyle(options, distance);
  absl::StatusOr<GeometryAnswer> answer = bufferByCost(
      wkb, parts, style, [&] { return bufferPlainWkb(wkb, style); }, watch);
  if (!answer.ok()) return answer.status();
  if (answer->state != State::kDone) return std::nullopt;
  return std::move(answer->wkb);
}

absl::StatusOr<QgsGeometry> BufferEngine::buffer(const QgsGeometry& geometry, double distance,
                                                 const BufferOptions& options,
                                                 const TreeWatch& watch) const {
  if (geometry.isNull()) return geometry;
  const bool few = static_cast<uint64_t>(geometry.constGet()->nCoordinates()) < kFewVertices;
  if (few && !geometry.constGet()->hasCurvedSegments())
    return bufferGeometry(geometry, distance, options);
  const absl::StatusOr<QgsGeometry> straight = straightened(geometry);
  if (!straight.ok()) return straight;
  std::string wkb = plainWkb(*straight->constGet());
  std::optional<WkbParts> parts = wkbParts(wkb);
  if (!parts) return bufferGeometry(*straight, distance, options);
  parts->curved = few;  // Few arcs are many vertices, but stay whole: with QGIS's bytes.
  const auto here = [&]() -> GeometryAnswer {
    const QgsGeometry buffered = bufferGeometry(*straight, distance, options);
    if (buffered.isNull()) return {State::kFailed, {}, {}};
    return {State::kDone, buffered.asWkb().toStdString(), {}};
  };
  absl::StatusOr<GeometryAnswer> answer =
      bufferByCost(wkb, *parts, bufferStyle(options, distance), here, watch);
  if (!answer.ok()) return answer.status();
  return answer->state == State::kDone ? readWkb(answer->wkb) : QgsGeometry();
}

absl::StatusOr<GeometryAnswer> BufferEngine::bufferParts(const std::string& wkb,
                                                         const WkbParts& parts,
                                                         const BufferCost& cost,
                                                         const BufferStyle& style,
                                                         const TreeWatch& watch) const {
  if (style.distance < 0) {
    // Whether parts overlap can only be seen of all of them together.
    const double check = predictedCheck(parts.vertices);
    std::vector<GeometryTask> tasks(1);
    tasks.front().kind = GeometryTask::Kind::kIsValid;
    tasks.front().wkbs.push_back(wkb);
    tasks.front().microseconds = check;
    TreeWatch quiet;
    quiet.cancelled = watch.cancelled;
    absl::StatusOr<GeometryAnswer> valid = run(std::move(tasks), check, quiet);
    if (!valid.ok() || valid->state != State::kDone) return valid;
  }
  return run(cutTasks(wkb, parts, style), cost.parts, watch);
}

absl::StatusOr<GeometryAnswer> BufferEngine::unite(std::vector<std::string> wkbs,
                                                   const TreeWatch& watch) const {
  size_t bytes = 0;
  for (const std::string& wkb : wkbs) bytes += wkb.size();
  std::vector<GeometryTask> tasks = uniteTasks(std::move(wkbs));
  if (tasks.empty()) return GeometryAnswer{State::kDone, gatherPolygons({}), {}};
  return run(std::move(tasks), predictedUnite(bytes), watch);
}

}  // namespace geotask
