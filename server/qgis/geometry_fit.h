// SPDX-License-Identifier: GPL-2.0-or-later
//
// Makes geometries be of the type that a schema promises, as QGIS's writers of files do: one part in
// place of several becomes a multi-part geometry, Z and M come and go.
#pragma once

#include <qgsgeometry.h>
#include <qgswkbtypes.h>

#include <string>

namespace geotask {

// Immutable once made; any thread.
class GeometryFit {
 public:
  // A name as in Schema::geometry_type. `Geometry` and `NoGeometry` leave geometries alone.
  explicit GeometryFit(const std::string& type_name);

  // False, and the geometry is as it was, when it is of another kind: a point for a polygon. A null
  // geometry fits. An empty one of several parts, where one is wanted, becomes null.
  bool fit(QgsGeometry& geometry) const;

 private:
  using WkbType = decltype(QgsWkbTypes::parseType(QString()));

  bool any_;
  WkbType type_;
};

}  // namespace geotask
