// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/geometry_paths.h"

#include <qgsgeometrycollection.h>
#include <qgslinestring.h>
#include <qgsmultipolygon.h>
#include <qgspoint.h>
#include <qgspolygon.h>

#include "domain/stop.h"

namespace geotask {

namespace {

Path pathOf(const QgsLineString& line) {
  Path path;
  path.reserve(static_cast<size_t>(line.numPoints()));
  for (int i = 0; i < line.numPoints(); ++i) {
    checkStop();
    path.push_back({line.xAt(i), line.yAt(i)});
  }
  return path;
}

std::unique_ptr<QgsLineString> lineOf(const Path& path) {
  QVector<double> x;
  QVector<double> y;
  x.reserve(static_cast<int>(path.size()));
  y.reserve(static_cast<int>(path.size()));
  for (const Position& position : path) {
    checkStop();
    x.append(position.x);
    y.append(position.y);
  }
  return std::make_unique<QgsLineString>(x, y);
}

using Mapped = absl::StatusOr<std::unique_ptr<QgsAbstractGeometry>>;

Mapped mapLine(const QgsLineString& line, const MapPath& map) {
  auto path = map(pathOf(line));
  if (!path.ok()) return path.status();
  if (!*path) return nullptr;
  return lineOf(**path);
}

Mapped mapPolygon(const QgsPolygon& polygon, const MapPath& map) {
  auto mapped = std::make_unique<QgsPolygon>();
  for (int i = -1; i < polygon.numInteriorRings(); ++i) {
    const auto* ring = qgsgeometry_cast<const QgsLineString*>(i < 0 ? polygon.exteriorRing()
                                                                    : polygon.interiorRing(i));
    if (ring == nullptr) break;
    Mapped line = mapLine(*ring, map);
    if (!line.ok() || *line == nullptr) return line;
    auto* owned = static_cast<QgsLineString*>(line->release());
    if (i < 0) {
      mapped->setExteriorRing(owned);
    } else {
      mapped->addInteriorRing(owned);
    }
  }
  return mapped;
}

Mapped mapAny(const QgsAbstractGeometry& geometry, const MapPath& map) {
  if (const auto* point = qgsgeometry_cast<const QgsPoint*>(&geometry)) {
    auto path = map({{point->x(), point->y()}});
    if (!path.ok()) return path.status();
    if (!*path) return nullptr;
    return std::make_unique<QgsPoint>((*path)->front().x, (*path)->front().y);
  }
  if (const auto* line = qgsgeometry_cast<const QgsLineString*>(&geometry)) {
    return mapLine(*line, map);
  }
  if (const auto* polygon = qgsgeometry_cast<const QgsPolygon*>(&geometry)) {
    return mapPolygon(*polygon, map);
  }
  const auto& collection = static_cast<const QgsGeometryCollection&>(geometry);
  std::unique_ptr<QgsGeometryCollection> mapped(collection.createEmptyWithSameType());
  for (int i = 0; i < collection.numGeometries(); ++i) {
    if (collection.geometryN(i)->isEmpty()) continue;
    Mapped part = mapAny(*collection.geometryN(i), map);
    if (!part.ok() || *part == nullptr) return part;
    mapped->addGeometry(part->release());
  }
  return mapped;
}

void appendSimple(const QgsAbstractGeometry& geometry, int least_dimension,
                  QVector<QgsGeometry>& out) {
  if (const auto* collection = qgsgeometry_cast<const QgsGeometryCollection*>(&geometry)) {
    for (int i = 0; i < collection->numGeometries(); ++i) {
      appendSimple(*collection->geometryN(i), least_dimension, out);
    }
  } else if (!geometry.isEmpty() && geometry.dimension() >= least_dimension) {
    out.append(QgsGeometry(geometry.clone()));
  }
}

}  // namespace

absl::StatusOr<QgsGeometry> mapPaths(const QgsAbstractGeometry& geometry, const MapPath& map) {
  Mapped mapped = mapAny(geometry, map);
  if (!mapped.ok()) return mapped.status();
  return QgsGeometry(*std::move(mapped));
}

void visitPaths(const QgsAbstractGeometry& geometry,
                const std::function<void(const Path&)>& visit) {
  if (const auto* point = qgsgeometry_cast<const QgsPoint*>(&geometry)) {
    visit({{point->x(), point->y()}});
  } else if (const auto* line = qgsgeometry_cast<const QgsLineString*>(&geometry)) {
    visit(pathOf(*line));
  } else if (const auto* polygon = qgsgeometry_cast<const QgsPolygon*>(&geometry)) {
    for (int i = -1; i < polygon->numInteriorRings(); ++i) {
      const QgsCurve* ring = i < 0 ? polygon->exteriorRing() : polygon->interiorRing(i);
      if (const auto* straight = qgsgeometry_cast<const QgsLineString*>(ring)) {
        visit(pathOf(*straight));
      }
    }
  } else if (const auto* collection = qgsgeometry_cast<const QgsGeometryCollection*>(&geometry)) {
    for (int i = 0; i < collection->numGeometries(); ++i) {
      visitPaths(*collection->geometryN(i), visit);
    }
  }
}

QVector<QgsGeometry> simpleParts(const QgsGeometry& geometry, int least_dimension) {
  QVector<QgsGeometry> parts;
  if (!geometry.isNull()) appendSimple(*geometry.constGet(), least_dimension, parts);
  return parts;
}

QgsGeometry lineGeometry(const Path& path) { return QgsGeometry(lineOf(path)); }

QgsGeometry collectPolygons(const QVector<QgsGeometry>& geometries) {
  auto polygons = std::make_unique<QgsMultiPolygon>();
  for (const QgsGeometry& geometry : geometries) {
    for (const QgsGeometry& part : simpleParts(geometry, 2)) {
      polygons->addGeometry(part.constGet()->clone());
    }
  }
  return QgsGeometry(std::move(polygons));
}

}  // namespace geotask
