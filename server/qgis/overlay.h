// SPDX-License-Identifier: GPL-2.0-or-later
//
// What GEOS is asked for about large polygons besides their buffers, by cost as those are (buffer_engine.h):
// what is predicted to be short is QGIS's own call on the caller's thread, the rest is done in processes.
//
//     const Overlay overlay(engine, watch);
//     absl::StatusOr<QgsGeometry> half = overlay.intersection(polygons, rectangle);
#pragma once

#include <qgsgeometry.h>
#include <qgsrectangle.h>

#include <functional>

#include "absl/status/statusor.h"
#include "geos/geometry_task.h"
#include "geos/task_tree.h"
#include "qgis/buffer_engine.h"

namespace geotask {

// Straight geometries of two dimensions. Null where GEOS cannot, and of what is null. Errors are those of
// the engine: CANCELLED when the watch says so, and what becomes of processes. Any thread.
class Overlay {
 public:
  // Both outlive it.
  Overlay(const BufferEngine& engine, const TreeWatch& watch) : engine_(engine), watch_(watch) {}

  const BufferEngine& engine() const { return engine_; }
  const TreeWatch& watch() const { return watch_; }
  bool cancelled() const { return watch_.cancelled(); }

  absl::StatusOr<bool> isValid(const QgsGeometry& geometry) const;
  absl::StatusOr<QgsGeometry> makeValid(const QgsGeometry& geometry) const;
  absl::StatusOr<QgsGeometry> intersection(const QgsGeometry& geometry,
                                           const QgsRectangle& rectangle) const;
  absl::StatusOr<QgsGeometry> difference(const QgsGeometry& geometry,
                                         const QgsGeometry& taken) const;
  // Of valid polygons, and of multipolygons of such, which may meet.
  absl::StatusOr<QgsGeometry> unite(const QVector<QgsGeometry>& polygons) const;

 private:
  absl::StatusOr<QgsGeometry> make(GeometryTask::Kind kind, double microseconds,
                                   const QVector<QgsGeometry>& of,
                                   const std::function<QgsGeometry()>& here) const;

  const BufferEngine& engine_;
  const TreeWatch& watch_;
};

}  // namespace geotask
