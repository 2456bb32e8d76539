// SPDX-License-Identifier: GPL-2.0-or-later
//
// Curves as lines, and lines as the WKB that GEOS is given.
#include "qgis/straighten.h"

#include <gtest/gtest.h>
#include <qgscircularstring.h>

#include <memory>
#include <string>

#include "domain/errors.h"
#include "domain/stop.h"
#include "qgis/plain_wkb.h"

namespace geotask::testing {
namespace {

// Half circles, one after the other, each above or below the x axis.
QgsGeometry wave(int arcs) {
  QVector<double> x;
  QVector<double> y;
  for (int i = 0; i <= 2 * arcs; ++i) {
    x.append(i);
    y.append(i % 4 == 1 ? 1 : i % 4 == 3 ? -1 : 0);
  }
  return QgsGeometry(std::make_unique<QgsCircularString>(x, y));
}

// As QGIS makes it.
QByteArray segmentized(const QgsGeometry& geometry) {
  std::unique_ptr<QgsAbstractGeometry> straight(geometry.constGet()->segmentize());
  straight->dropZValue();
  straight->dropMValue();
  return straight->asWkb();
}

TEST(Straighten, GivesTheVerticesThatQgisGives) {
  EXPECT_EQ(straightened(wave(1000))->asWkb(), segmentized(wave(1000)));
  for (const char* wkt : {
           "CircularString (0 0, 1 1, 2 0, 2 0, 2 0, 5 5, 0 9)",
           "CircularString (0 0, 4 4, 0 0)",
           "CircularStringZM (0 0 1 9, 1 1 2 8, 2 0 3 7, 3 -1 4 6, 4 0 5 5)",
           "CompoundCurve ((0 5, 1 5), CircularString (1 5, 2 6, 3 5), (3 5, 9 5))",
           "CurvePolygon (CompoundCurve (CircularString (0 0, 4 4, 8 0), (8 0, 8 -6, 0 -6, 0 0)), "
           "CircularString (3 0, 4 1, 5 0, 4 -1, 3 0), (1 -1, 2 -1, 2 -2, 1 -1))",
           "MultiCurve ((0 9, 4 9), CircularString (0 0, 1 1, 2 0))",
           "MultiSurface (CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0)), "
           "((9 0, 11 0, 11 2, 9 0)))",
           "GeometryCollection (Point (1 2), CircularString (0 0, 1 1, 2 0), Polygon ((0 0, 1 0, 1 "
           "1, 0 0)))",
           "LineStringZ (0 0 1, 4 0 2)",
           // Of types that may have curves, but without any.
           "CurvePolygon ((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1))",
           "CompoundCurve ((0 0, 1 1), (1 1, 2 0))",
           "MultiCurve ((0 9, 4 9), CompoundCurve ((0 0, 1 1)))",
           "MultiSurface (((0 0, 1 0, 1 1, 0 0)), CurvePolygon ((5 0, 6 0, 6 1, 5 0)))",
           "GeometryCollection (CurvePolygon ((0 0, 1 0, 1 1, 0 0)), CompoundCurve ((0 0, 1 1)))",
       }) {
    const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
    ASSERT_FALSE(geometry.isNull()) << wkt;
    const QgsGeometry straight = *straightened(geometry);
    EXPECT_EQ(straight.asWkb(), segmentized(geometry)) << wkt;
    EXPECT_EQ(plainWkb(*straight.constGet()), segmentized(geometry).toStdString()) << wkt;
  }
}

TEST(PlainWkb, IsThatOfQgisWithRingsClosed) {
  for (const char* wkt :
       {"Point (1 2)", "LineString (0 0, 4 0, 4 3)", "MultiPoint ((0 0), (1 0))", "Polygon Empty",
        "Polygon ((0 0, 8 0, 8 8, 0 8, 0 0), (2 2, 6 2, 6 6, 2 6, 2 2))", "LineString Empty",
        "MultiPolygon (((0 0, 2 0, 2 2, 0 2, 0 0)), ((5 0, 7 0, 7 2, 5 2, 5 0)))",
        "MultiLineString ((0 0, 3 0), (0 1, 3 1))",
        "GeometryCollection (Point (1 2), MultiPoint ((0 0)), Polygon ((0 0, 1 0, 1 1, 0 0)))"}) {
    const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
    EXPECT_EQ(plainWkb(*geometry.constGet()), geometry.asWkb().toStdString()) << wkt;
  }
  EXPECT_EQ(plainWkb(*QgsGeometry::fromWkt("Polygon ((0 0, 1 0, 1 1))").constGet()),
            QgsGeometry::fromWkt("Polygon ((0 0, 1 0, 1 1, 0 0))").asWkb().toStdString());
  EXPECT_EQ(plainWkb(*QgsGeometry::fromWkt("PolygonZ ((0 0 5, 1 0 6, 1 1 7, 0 0 5))").constGet()),
            QgsGeometry::fromWkt("Polygon ((0 0, 1 0, 1 1, 0 0))").asWkb().toStdString());
}

TEST(Straighten, LeavesAloneWhatIsStraight) {
  const QgsGeometry line = QgsGeometry::fromWkt("LineString (0 0, 4 0)");
  EXPECT_EQ(straightened(line)->constGet(), line.constGet());
  EXPECT_TRUE(straightened({})->isNull());
}

// 3 MB of arcs would be 300 MB of vertices, and in QGIS some gigabytes on the way.
TEST(Straighten, RefusesArcsOfMoreThanTenMillionVertices) {
  EXPECT_TRUE(straightened(wave(20'000)).ok());
  EXPECT_EQ(errorDetail(straightened(wave(100'000)).status()).reason, "TOO_MANY_VERTICES");
}

TEST(Straighten, EndsWhenItsJobIsCancelled) {
  const QgsGeometry lines = *straightened(wave(100));
  const StopGuard cancelled([] { return true; });
  EXPECT_THROW((void)straightened(wave(20'000)), Stopped);
  EXPECT_THROW(plainWkb(*lines.constGet()), Stopped);
}

}  // namespace
}  // namespace geotask::testing
