// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/straighten.h"

#include <qgscircularstring.h>
#include <qgscompoundcurve.h>
#include <qgscurvepolygon.h>
#include <qgsgeometrycollection.h>
#include <qgsgeometryfactory.h>
#include <qgsgeometryutils.h>
#include <qgslinestring.h>
#include <qgspolygon.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/stop.h"
#include "qgis/vertex_limit.h"
#include "qgis/wkb_type.h"

namespace geotask {

namespace {

// Makes lines of curves until there are too many vertices: then what it gives is not whole.
class Straightener {
 public:
  std::unique_ptr<QgsAbstractGeometry> straight(const QgsAbstractGeometry& geometry) {
    checkStop();
    if (!geometry.hasCurvedSegments()) return flat(geometry);
    if (const auto* curve = qgsgeometry_cast<const QgsCurve*>(&geometry)) return line(*curve);
    if (const auto* polygon = qgsgeometry_cast<const QgsCurvePolygon*>(&geometry))
      return straightPolygon(*polygon);
    return straightCollection(static_cast<const QgsGeometryCollection&>(geometry));
  }

  bool tooMany() const { return vertices_ > kMostMadeVertices; }

 private:
  static std::unique_ptr<QgsAbstractGeometry> flat(const QgsAbstractGeometry& geometry) {
    std::unique_ptr<QgsAbstractGeometry> copy(geometry.segmentize());
    copy->dropZValue();
    copy->dropMValue();
    return copy;
  }

  std::unique_ptr<QgsLineString> arcs(const QgsCircularString& curve) {
    QVector<double> x;
    QVector<double> y;
    for (int i = 0; i + 2 < curve.numPoints() && !tooMany(); i += 2) {
      checkStop();
      // An arc does not repeat the vertex before it.
      QgsPointSequence points;
      if (!x.isEmpty()) points.append(QgsPoint(x.last(), y.last()));
      const int known = points.size();
      QgsGeometryUtils::segmentizeArc(pointOf(curve, i), pointOf(curve, i + 1),
                                      pointOf(curve, i + 2), points);
      for (int k = known; k < points.size(); ++k) {
        x.append(points[k].x());
        y.append(points[k].y());
      }
      vertices_ += points.size() - known;
    }
    return std::make_unique<QgsLineString>(x, y);
  }

  static QgsPoint pointOf(const QgsCircularString& curve, int i) {
    return {curve.xAt(i), curve.yAt(i)};
  }

  std::unique_ptr<QgsLineString> line(const QgsCurve& curve) {
    if (const auto* circular = qgsgeometry_cast<const QgsCircularString*>(&curve))
      return arcs(*circular);
    const auto* compound = qgsgeometry_cast<const QgsCompoundCurve*>(&curve);
    if (compound == nullptr) {
      return std::unique_ptr<QgsLineString>(static_cast<QgsLineString*>(flat(curve).release()));
    }
    auto joined = std::make_unique<QgsLineString>();
    for (int i = 0; i < compound->nCurves() && !tooMany(); ++i) {
      checkStop();
      joined->append(line(*compound->curveAt(i)).get());
    }
    return joined;
  }

  std::unique_ptr<QgsAbstractGeometry> straightPolygon(const QgsCurvePolygon& polygon) {
    auto made = std::make_unique<QgsPolygon>();
    made->setExteriorRing(line(*polygon.exteriorRing()).release());
    for (int i = 0; i < polygon.numInteriorRings() && !tooMany(); ++i)
      made->addInteriorRing(line(*polygon.interiorRing(i)).release());
    return made;
  }

  std::unique_ptr<QgsAbstractGeometry> straightCollection(const QgsGeometryCollection& collection) {
    const auto type = QgsWkbTypes::linearType(QgsWkbTypes::flatType(collection.wkbType()));
    std::unique_ptr<QgsAbstractGeometry> made = QgsGeometryFactory::geomFromWkbType(type);
    for (int i = 0; i < collection.numGeometries() && !tooMany(); ++i) {
      static_cast<QgsGeometryCollection*>(made.get())
          ->addGeometry(straight(*collection.geometryN(i)).release());
    }
    return made;
  }

  int64_t vertices_ = 0;  // Of arcs.
};

}  // namespace

absl::StatusOr<QgsGeometry> straightened(const QgsGeometry& geometry) {
  if (geometry.isNull() || isPlainType(geometry.wkbType())) return geometry;
  Straightener straightener;
  std::unique_ptr<QgsAbstractGeometry> straight = straightener.straight(*geometry.constGet());
  if (!straightener.tooMany()) return QgsGeometry(std::move(straight));
  return makeError(absl::StatusCode::kResourceExhausted,
                   "its curves take more than ten million vertices as lines",
                   {"TOO_MANY_VERTICES", "", "", absl::StrCat("at most ", kMostMadeVertices),
                    "Split it, or give it as lines with fewer vertices."});
}

}  // namespace geotask
