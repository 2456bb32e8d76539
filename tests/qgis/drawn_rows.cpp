// SPDX-License-Identifier: GPL-2.0-or-later
#include "drawn_rows.h"

#include <gtest/gtest.h>
#include <qgsgeometry.h>

#include "qgis/geometry.h"

namespace geotask::testing {

const std::vector<DrawnLayer>& drawnLayers() {
  static const std::vector<DrawnLayer> kLayers = {
      {"Points", "Point", {"Point (1 2)", nullptr, "Point (5 2)", "Point Empty"}},
      {"PointsWithZ", "PointZ", {"PointZ (1.4 2.6 30.2)"}},
      {"PointsWithM", "PointM", {"PointM (1 2 7)"}},
      {"PointsWithZM", "PointZM", {"PointZM (1 2 30 7)"}},
      {"MultiPoints",
       "MultiPoint",
       {"MultiPoint ((0 0),(1 0),(9 9))", "MultiPoint ((3 3))", "MultiPoint Empty"}},
      {"MultiPointsWithZM", "MultiPointZM", {"MultiPointZM ((0 0 1 2),(1 0 3 4),(9 9 5 6))"}},
      {"Lines",
       "LineString",
       {"LineString (0 0, 4 0, 4 0.3, 4 3)", "LineString (0 0, 1 1, 0 1, 1 0)", nullptr,
        "LineString (0 0, 0 0, 3 0, 3 0.0000001, 5 0)", "LineString Empty"}},
      {"ClosedLine", "LineString", {"LineString (0 0, 4 0, 4 4, 0 4, 0 0)"}},
      {"LinesWithZ", "LineStringZ", {"LineStringZ (0 0 1, 4 0 2, 4 3 3, 4.1 3 9)"}},
      {"LinesWithM", "LineStringM", {"LineStringM (0 0 1, 4 0 2, 4 3 3)"}},
      {"LinesWithZM", "LineStringZM", {"LineStringZM (0 0 1 5, 4 0 2 6, 4 3 3 7)"}},
      {"MultiLines",
       "MultiLineString",
       {"MultiLineString ((0 0, 3 0),(0 1, 3 1),(8 8, 9 9))",
        "MultiLineString ((0 0, 3 0),(3 0, 3 1),(3 1, 5 5))", "MultiLineString ((0 0, 1 1))",
        "MultiLineString Empty"}},
      {"MultiLinesWithZ", "MultiLineStringZ", {"MultiLineStringZ ((0 0 1, 3 0 2),(3 0 2, 3 1 3))"}},
      {"Polygons",
       "Polygon",
       {"Polygon ((0 0, 8 0, 8 8, 0 8, 0 0),(2 2, 6 2, 6 6, 2 6, 2 2),(1 1, 1.5 1, 1.5 1.5, 1 1))",
        nullptr, "Polygon ((0 0, 0 8, 8 8, 8.1 4, 8 0, 0 0))", "Polygon Empty"}},
      {"PolygonsWithZ", "PolygonZ", {"PolygonZ ((0 0 1, 8 0 2, 8 8 3, 0 8 4, 0 0 1))"}},
      {"PolygonsWithM", "PolygonM", {"PolygonM ((0 0 1, 8 0 2, 8 8 3, 0 8 4, 0 0 1))"}},
      {"PolygonsWithZM",
       "PolygonZM",
       {"PolygonZM ((0 0 1 5, 8 0 2 6, 8 8 3 7, 0 8 4 8, 0 0 1 5))"}},
      {"MultiPolygons",
       "MultiPolygon",
       {"MultiPolygon (((0 0, 2 0, 2 2, 0 2, 0 0)),((5 0, 7 0, 7 2, 5 2, 5 0),"
        "(5.5 0.5, 6 0.5, 6 1, 5.5 0.5)))",
        "MultiPolygon (((0 0, 1 0, 1 3, 0 0)))", "MultiPolygon Empty"}},
      {"MultiPolygonsWithZM",
       "MultiPolygonZM",
       {"MultiPolygonZM (((0 0 1 1, 2 0 2 2, 2 2 3 3, 0 0 1 1)))"}},
      {"Invalid",
       "MultiPolygon",
       {"MultiPolygon (((0 0, 4 4, 4 0, 0 4, 0 0)))",
        "MultiPolygon (((0 0, 4 0, 4 4, 0 4, 0 0)),((2 2, 6 2, 6 6, 2 6, 2 2)))",
        "MultiPolygon (((0 0, 4 0, 0 0)))",
        "MultiPolygon (((0 0, 4 0, 4 4, 4 8, 4 4, 0 4, 0 0)))"}},
      {"Curves",
       "CompoundCurve",
       {"CompoundCurve (CircularString (0 0, 1 1, 2 0),(2 0, 4 0))", "CompoundCurve Empty"}},
      {"Arcs", "CircularString", {"CircularString (0 0, 1 1, 2 0)"}},
      {"MultiCurves",
       "MultiCurve",
       {"MultiCurve ((0 0, 1 1),CircularString (0 0, 1 1, 2 0),"
        "CompoundCurve (CircularString (0 0, 1 1, 2 0),(2 0, 4 0)))"}},
      {"CurvedPolygons",
       "CurvePolygon",
       {"CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0))",
        "CurvePolygon (CompoundCurve (CircularString (0 0, 2 2, 4 0),(4 0, 0 0)))"}},
      {"CurvedPolygonsWithZ",
       "CurvePolygonZ",
       {"CurvePolygonZ (CircularStringZ (0 0 1, 2 2 1, 4 0 1, 2 -2 1, 0 0 1))"}},
      {"MultiSurfaces",
       "MultiSurface",
       {"MultiSurface (((0 0, 1 0, 1 1, 0 0)),"
        "CurvePolygon (CircularString (5 5, 6 6, 7 5, 6 4, 5 5)))"}},
      {"NothingButNull", "Polygon", {nullptr, nullptr}},
      {"NoRows", "Point", {}},
  };
  return kLayers;
}

DrawnRows drawRows(const DrawnLayer& drawn, const std::string& crs) {
  DrawnRows rows;
  rows.layer = std::make_unique<QgsVectorLayer>(
      QStringLiteral("%1?crs=%2&field=name:string&field=size:double")
          .arg(drawn.type, QString::fromStdString(crs)),
      drawn.name, "memory");
  rows.schema.fields = {{"name", FieldType::kString, 0, 0}, {"size", FieldType::kDouble, 0, 0}};
  rows.schema.geometry_type = drawn.type;
  rows.schema.crs = crs;
  QgsFeatureList features;
  int64_t id = 0;
  for (const char* wkt : drawn.rows) {
    const std::string name = "row " + std::to_string(++id);
    const double size = 1.5 * static_cast<double>(id);
    QgsFeature feature(rows.layer->fields(), id);
    feature.setAttributes(QgsAttributes() << QString::fromStdString(name) << size);
    Feature row{id, std::nullopt, {name, size}};
    if (wkt != nullptr) {
      const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
      EXPECT_FALSE(geometry.isNull()) << wkt;
      feature.setGeometry(geometry);
      row.wkb = geometryToWkb(geometry);
    }
    features << feature;
    rows.batch.push_back(row);
  }
  rows.layer->dataProvider()->addFeatures(features);
  EXPECT_EQ(rows.layer->featureCount(), static_cast<long long>(drawn.rows.size())) << drawn.name;
  return rows;
}

std::string wktOf(const std::optional<std::string>& wkb) {
  if (!wkb) return "null";
  QgsGeometry geometry;
  geometry.fromWkb(QByteArray::fromStdString(*wkb));
  return geometry.asWkt(6).toStdString();
}

}  // namespace geotask::testing
