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

class PlainWriter {
 public:
  explicit PlainWriter(std::string& out) : out_(out) {}

  void geometry(const QgsAbstractGeometry& geometry) {
    checkStop();
    if (const auto* point = qgsgeometry_cast<const QgsPoint*>(&geometry)) {
      out_ += '\1';
      appendNumber(out_, kWkbPoint);
      vertex(point->x(), point->y());
    } else if (const auto* line = qgsgeometry_cast<const QgsLineString*>(&geometry)) {
      appendHead(out_, kWkbLineString, static_cast<uint32_t>(line->numPoints()));
      vertices(*line);
    } else if (const auto* polygon = qgsgeometry_cast<const QgsPolygon*>(&geometry)) {
      rings(*polygon);
    } else {
      members(static_cast<const QgsGeometryCollection&>(geometry));
    }
  }

 private:
  void members(const QgsGeometryCollection& collection) {
    const auto type = static_cast<uint32_t>(QgsWkbTypes::flatType(collection.wkbType()));
    appendHead(out_, type, static_cast<uint32_t>(collection.numGeometries()));
    for (int i = 0; i < collection.numGeometries(); ++i) geometry(*collection.geometryN(i));
  }

  void rings(const QgsPolygon& polygon) {
    const bool none = polygon.exteriorRing() == nullptr;
    appendHead(out_, kWkbPolygon, none ? 0 : static_cast<uint32_t>(polygon.numInteriorRings()) + 1);
    if (none) return;
    ring(*polygon.exteriorRing());
    for (int i = 0; i < polygon.numInteriorRings(); ++i) ring(*polygon.interiorRing(i));
  }

  void ring(const QgsCurve& curve) {
    const auto& line = static_cast<const QgsLineString&>(curve);
    const bool open = line.numPoints() > 0 && !line.isClosed();
    appendNumber(out_, static_cast<uint32_t>(line.numPoints() + (open ? 1 : 0)));
    vertices(line);
    if (open) vertex(line.xAt(0), line.yAt(0));
  }

  void vertices(const QgsLineString& line) {
    for (int i = 0; i < line.numPoints(); ++i) {
      checkStop();
      vertex(line.xAt(i), line.yAt(i));
    }
  }

  void vertex(double x, double y) {
    const double ordinates[] = {x, y};
    out_.append(reinterpret_cast<const char*>(ordinates), kWkbVertexBytes);
  }

  std::string& out_;
};

}  // namespace

std::string plainWkb(const QgsAbstractGeometry& straight) {
  std::string wkb;
  wkb.reserve(kWkbHeadBytes + static_cast<size_t>(straight.nCoordinates()) * kWkbVertexBytes);
  PlainWriter(wkb).geometry(straight);
  return wkb;
}

}  // namespace geotask
