// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/buffer_geometry.h"

namespace geotask {

namespace {

Qgis::EndCapStyle capStyle(CapStyle style) {
  switch (style) {
    case CapStyle::kFlat:
      return Qgis::EndCapStyle::Flat;
    case CapStyle::kSquare:
      return Qgis::EndCapStyle::Square;
    default:
      return Qgis::EndCapStyle::Round;
  }
}

Qgis::JoinStyle joinStyle(JoinStyle style) {
  switch (style) {
    case JoinStyle::kMitre:
      return Qgis::JoinStyle::Miter;
    case JoinStyle::kBevel:
      return Qgis::JoinStyle::Bevel;
    default:
      return Qgis::JoinStyle::Round;
  }
}

}  // namespace

QgsGeometry bufferGeometry(const QgsGeometry& geometry, double distance,
                           const BufferOptions& options) {
  const int segments = options.segmentsOrDefault();
  const Qgis::JoinStyle join = joinStyle(options.join_style);
  const double mitre_limit = options.mitreLimitOrDefault();
  if (options.side == Side::kBoth) {
    return geometry.buffer(distance, segments, capStyle(options.cap_style), join, mitre_limit);
  }
  const Qgis::BufferSide side =
      options.side == Side::kLeft ? Qgis::BufferSide::Left : Qgis::BufferSide::Right;
  return geometry.singleSidedBuffer(distance, segments, side, join, mitre_limit);
}

}  // namespace geotask
