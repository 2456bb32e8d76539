// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes geometries be of the type that a schema promises, as QGIS's writers of files do: one part in
// place of several becomes a multi-part geometry, Z and M come and go.
#pragma once

#include <qgsgeometry.h>

#include <string>

#include "qgis/wkb_type.h"

namespace geotask {

// Immutable once made; any thread.
class GeometryFit {
 public:
  // A name as in Schema::geometry_type. `Geometry` and `NoGeometry` leave geometries alone.
  explicit GeometryFit(const std::string& type_name);

  // Collections and their parts get the same dimensions, as WKB wants them.
  //
  // False, and the geometry is as it was, when it is of another kind: a point for a polygon. A null
  // geometry fits. An empty one of another type becomes null.
  bool fit(QgsGeometry& geometry) const;

 private:
  bool any_;
  WkbType type_;
};

}  // namespace geotask
