// SPDX-License-Identifier: GPL-2.0-or-later
//
// What GEOS is asked for about large geometries besides their buffers, by cost as those are (buffer_engine.h):
// what is predicted to be short is QGIS's own call on the caller's thread, the rest is done in processes.
//
//     const GeosByCost geos(engine, watch);
//     absl::StatusOr<QgsGeometry> half = geos.intersection(polygons, rectangle);
#pragma once

#include <qgsgeometry.h>
#include <qgsrectangle.h>

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "geos/geometry_task.h"
#include "geos/task_tree.h"
#include "qgis/buffer_engine.h"

namespace geotask {

// Null where GEOS cannot, and of what is null. Errors are those of the engine: CANCELLED when the watch says so,
// and what becomes of processes. Throws Stopped (domain/stop.h). Any thread.
class GeosByCost {
 public:
  // Both outlive it.
  GeosByCost(const BufferEngine& engine, const TreeWatch& watch) : engine_(engine), watch_(watch) {}

  const BufferEngine& engine() const { return engine_; }
  const TreeWatch& watch() const { return watch_; }
  bool cancelled() const { return watch_.cancelled(); }

  // Of straight geometries of two dimensions.
  absl::StatusOr<bool> isValid(const QgsGeometry& geometry) const;
  absl::StatusOr<QgsGeometry> makeValid(const QgsGeometry& geometry) const;
  absl::StatusOr<QgsGeometry> intersection(const QgsGeometry& geometry,
                                           const QgsRectangle& rectangle) const;
  absl::StatusOr<QgsGeometry> difference(const QgsGeometry& geometry,
                                         const QgsGeometry& taken) const;
  // Of valid polygons, and of multipolygons of such, which may meet.
  absl::StatusOr<QgsGeometry> unite(const QVector<QgsGeometry>& polygons) const;

  struct Made {
    QgsGeometry geometry;
    std::string error;  // GEOS's words, where it is null.
  };
  // Of any geometries, as QGIS's algorithms for chains ask: M is lost. Those with curves or empty members, and
  // collections, are done on the caller's thread however long they take.

  // What Fix geometries makes: by structure where QGIS can, else as makeValid().
  absl::StatusOr<Made> fix(const QgsGeometry& geometry) const;
  absl::StatusOr<Made> simplify(const QgsGeometry& geometry, double tolerance) const;
  absl::StatusOr<Made> convexHull(const QgsGeometry& geometry) const;
  // Null of what is neither a line nor lines.
  absl::StatusOr<Made> mergeLines(const QgsGeometry& geometry) const;

 private:
  using Here = std::function<QgsGeometry()>;
  absl::StatusOr<Made> make(GeometryTask::Kind kind, double microseconds,
                            const QVector<QgsGeometry>& of, const Here& here,
                            double tolerance = 0) const;
  absl::StatusOr<Made> makeOfAny(GeometryTask::Kind kind, double microseconds,
                                 const QgsGeometry& geometry, const Here& here,
                                 double tolerance = 0) const;

  const BufferEngine& engine_;
  const TreeWatch& watch_;
};

}  // namespace geotask
