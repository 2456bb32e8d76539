// SPDX-License-Identifier: GPL-2.0-or-later
//
// Geometries as paths of plain coordinates, and back. Points, lines and polygons of two dimensions
// and collections of them; curves are for the caller to straighten. Any thread.
#pragma once

#include <qgsabstractgeometry.h>
#include <qgsgeometry.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "qgis/position.h"

namespace geotask {

// A geometry of the same kind, each point, line and ring of it (a point as a path of one) replaced
// by what `map` makes of it. Null when `map` gives nothing for one of them.
using MapPath = std::function<absl::StatusOr<std::optional<Path>>(const Path&)>;
absl::StatusOr<QgsGeometry> mapPaths(const QgsAbstractGeometry& geometry, const MapPath& map);

// Calls `visit` with each point, line and ring.
void visitPaths(const QgsAbstractGeometry& geometry, const std::function<void(const Path&)>& visit);

// Its points, lines and polygons one by one, empty ones left out; with 2 polygons alone.
QVector<QgsGeometry> simpleParts(const QgsGeometry& geometry, int least_dimension = 0);

QgsGeometry lineGeometry(const Path& path);

// One multi-polygon of the polygons among the parts.
QgsGeometry collectPolygons(const QVector<QgsGeometry>& geometries);

}  // namespace geotask
