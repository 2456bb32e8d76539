// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers and unions by cost: what is predicted to be short is done on the caller's thread, what is
// heavy in processes, for which the caller waits; several parts are buffered one by one where that gives
// the same and is faster (geos/buffer_plan.h). A geometry that is not cut has the bytes of QGIS's buffer,
// which is GEOS's: where GEOS reads a geometry as QGIS does it is asked without QGIS in between.
//
// Where something runs depends on predictions, and on what those were worth before; how it is cut, and
// so what comes of it, on the geometry and the options alone.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "domain/mutex.h"
#include "geos/cost_model.h"
#include "geos/geometry_task.h"
#include "geos/task_tree.h"
#include "geos/wkb_parts.h"

class QgsGeometry;

namespace geotask {

// Thread-safe.
class BufferEngine {
 public:
  // Without processes everything is done on the caller's thread. They outlive the engine.
  explicit BufferEngine(GeometryProcesses* processes = nullptr) : processes_(processes) {}

  // Fewer vertices cannot take long: they need no prediction.
  static constexpr uint64_t kFewVertices = 50;

  // How many heavy geometries keep the processes busy.
  unsigned heavyAtOnce() const { return processes_ == nullptr ? 1 : processes_->count() + 1; }
  // Whether work of so many predicted microseconds is done in processes.
  bool isHeavy(double microseconds) const;

  // Null when GEOS cannot do it. The distance is in the geometry's units. CANCELLED when the watch says
  // so; TOO_MANY_VERTICES of straightened(); WORKER_CRASHED, MEMORY_LIMIT, WORKER_UNAVAILABLE when a process did
  // not live through it.
  absl::StatusOr<QgsGeometry> buffer(const QgsGeometry& geometry, double distance,
                                     const BufferOptions& options, const TreeWatch& watch) const;
  // The same of WKB whose `parts` are plain, and lines where one side is asked for: a polygon or
  // multipolygon, or nothing when GEOS cannot do it.
  absl::StatusOr<std::optional<std::string>> buffer(std::string wkb, const WkbParts& parts,
                                                    double distance, const BufferOptions& options,
                                                    const TreeWatch& watch) const;

  // The union of valid polygons, given as WKB: a polygon or multipolygon, POLYGON EMPTY of none; or kFailed. What
  // fits into one tile has the bytes of QGIS's union; the rest is united in tiles along a Hilbert curve.
  // Errors as above.
  absl::StatusOr<GeometryAnswer> unite(std::vector<std::string> wkbs, const TreeWatch& watch) const;

  // Does a task of so many predicted microseconds: `here` does it on the caller's thread. Errors as above.
  using Here = std::function<GeometryAnswer()>;
  absl::StatusOr<GeometryAnswer> runOne(double microseconds, const Here& here,
                                        const std::function<GeometryTask()>& task,
                                        const TreeWatch& watch) const;

 private:
  // `here` on the caller's thread, or the tasks in processes.
  absl::StatusOr<GeometryAnswer> byCost(double microseconds,
                                        const std::function<absl::StatusOr<GeometryAnswer>()>& here,
                                        const std::function<std::vector<GeometryTask>()>& tasks,
                                        const TreeWatch& watch) const;
  absl::StatusOr<GeometryAnswer> run(std::vector<GeometryTask> tasks, double microseconds,
                                     const TreeWatch& watch) const;
  // Takes the WKB, unless `here` does it.
  absl::StatusOr<GeometryAnswer> bufferByCost(std::string& wkb, const WkbParts& parts,
                                              const BufferStyle& style, const Here& here,
                                              const TreeWatch& watch) const;
  absl::StatusOr<GeometryAnswer> bufferParts(const std::string& wkb, const WkbParts& parts,
                                             const BufferCost& cost, const BufferStyle& style,
                                             const TreeWatch& watch) const;
  // A piece of work took far longer than predicted: what is like it goes to processes from now on.
  void overran() const;

  GeometryProcesses* const processes_;
  double caution() const;

  mutable Mutex mutex_;
  // Times which predictions are taken: grows with each that was far too low, and fades.
  mutable double caution_ GEOTASK_GUARDED_BY(mutex_) = 1;
  mutable std::chrono::steady_clock::time_point raised_ GEOTASK_GUARDED_BY(mutex_);
};

// What is given in place of an engine: everything on the caller's thread.
const BufferEngine& engineWithoutProcesses();

}  // namespace geotask
