// SPDX-License-Identifier: GPL-2.0-or-later
//
// The OGC name of a geometry type, taken apart: "MultiPolygonZ" is a MultiPolygon with Z.
#pragma once

#include <string>

namespace geotask {

// kAny: Geometry, GeometryCollection and NoGeometry.
enum class GeometryKind { kAny, kPoint, kLine, kPolygon };

// A value. `Geometry`, `NoGeometry` and names that are not known stay what they are, whatever is asked
// for.
class GeometryType {
 public:
  explicit GeometryType(const std::string& name);

  std::string name() const;
  GeometryKind kind() const;

  GeometryType withZ() const { return with(true, m_); }
  GeometryType withM() const { return with(z_, true); }
  GeometryType withoutZ() const { return with(false, m_); }
  GeometryType withoutM() const { return with(z_, false); }

  // As QGIS has them. A multi-part type of curves is MultiCurve or MultiSurface; the parts of a
  // GeometryCollection, a MultiCurve or a MultiSurface may be of any type, of lines, or of polygons.
  GeometryType multi() const;
  GeometryType single() const;
  // Without curves: LineString for CompoundCurve, MultiPolygon for MultiSurface.
  GeometryType straight() const;
  // Of what its boundary is, several of them: points for lines, lines or curves for polygons.
  GeometryType boundary() const;

 private:
  GeometryType(std::string base, bool z, bool m);
  GeometryType with(bool z, bool m) const;
  GeometryType changedTo(const char* base) const;

  std::string base_;
  bool z_ = false;
  bool m_ = false;
};

}  // namespace geotask
