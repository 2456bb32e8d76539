// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/plain_wkb.h"

#include <qgsgeometrycollection.h>
#include <qgslinestring.h>
#include <qgspoint.h>
#include <qgspolygon.h>
#include <qgswkbtypes.h>

#include <cstdint>

#include "domain/stop.h"
#include "geos/wkb_bytes.h"

namespace geotask {

namespace {

constexpr uint32_t kWithZ = 1000;

class PlainWriter {
 public:
  PlainWriter(std::string& out, PlainWkb how, bool z) : out_(out), how_(how), z_(z) {}

  void geometry(const QgsAbstractGeometry& geometry) {
    checkStop();
    if (const auto* point = qgsgeometry_cast<const QgsPoint*>(&geometry)) {
      out_ += '\1';
      appendNumber(out_, typed(kWkbPoint));
      vertex(point->x(), point->y(), point->z());
    } else if (const auto* line = qgsgeometry_cast<const QgsLineString*>(&geometry)) {
      appendHead(out_, typed(kWkbLineString), static_cast<uint32_t>(line->numPoints()));
      vertices(*line);
    } else if (const auto* polygon = qgsgeometry_cast<const QgsPolygon*>(&geometry)) {
      rings(*polygon);
    } else {
      members(static_cast<const QgsGeometryCollection&>(geometry));
    }
  }

 private:
  uint32_t typed(uint32_t flat) const { return z_ ? flat + kWithZ : flat; }

  void members(const QgsGeometryCollection& collection) {
    const auto type = static_cast<uint32_t>(QgsWkbTypes::flatType(collection.wkbType()));
    appendHead(out_, typed(type), static_cast<uint32_t>(collection.numGeometries()));
    for (int i = 0; i < collection.numGeometries(); ++i) geometry(*collection.geometryN(i));
  }

  void rings(const QgsPolygon& polygon) {
    const bool none = polygon.exteriorRing() == nullptr;
    appendHead(out_, typed(kWkbPolygon),
               none ? 0 : static_cast<uint32_t>(polygon.numInteriorRings()) + 1);
    if (none) return;
    ring(*polygon.exteriorRing());
    for (int i = 0; i < polygon.numInteriorRings(); ++i) ring(*polygon.interiorRing(i));
  }

  void ring(const QgsCurve& curve) {
    const auto& line = static_cast<const QgsLineString&>(curve);
    const bool close = how_.closed && line.numPoints() > 0 && !line.isClosed();
    appendNumber(out_, static_cast<uint32_t>(line.numPoints() + (close ? 1 : 0)));
    vertices(line);
    if (close) vertexOf(line, 0);
  }

  void vertices(const QgsLineString& line) {
    for (int i = 0; i < line.numPoints(); ++i) {
      checkStop();
      vertexOf(line, i);
    }
  }

  void vertexOf(const QgsLineString& line, int i) {
    vertex(line.xAt(i), line.yAt(i), z_ ? line.zAt(i) : 0);
  }

  void vertex(double x, double y, double z) {
    const double ordinates[] = {x, y, z};
    out_.append(reinterpret_cast<const char*>(ordinates), (z_ ? 3 : 2) * sizeof(double));
  }

  std::string& out_;
  const PlainWkb how_;
  const bool z_;
};

}  // namespace

std::string plainWkb(const QgsAbstractGeometry& straight, PlainWkb how) {
  const bool z = how.z && straight.is3D();
  std::string wkb;
  wkb.reserve(kWkbHeadBytes +
              static_cast<size_t>(straight.nCoordinates()) * (z ? 3 : 2) * sizeof(double));
  PlainWriter(wkb, how, z).geometry(straight);
  return wkb;
}

}  // namespace geotask
