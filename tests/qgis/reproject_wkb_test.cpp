// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/reproject_wkb.h"

#include <gtest/gtest.h>
#include <qgscoordinatetransformcontext.h>
#include <qgsgeometry.h>
#include <qgslinestring.h>

#include <cmath>
#include <memory>
#include <string>

#include "domain/stop.h"
#include "qgis/crs.h"
#include "qgis/plain_wkb.h"
#include "star.h"

namespace geotask::testing {
namespace {

QgsCoordinateTransform between(const char* from, const char* to) {
  return QgsCoordinateTransform(*crsFromText(from), *crsFromText(to),
                                QgsCoordinateTransformContext());
}

std::string wkbOf(const QgsGeometry& geometry) { return plainWkb(*geometry.constGet()); }

// By QGIS.
std::string movedByQgis(QgsGeometry geometry, const QgsCoordinateTransform& transform) {
  geometry.transform(transform);
  return geometry.asWkb().toStdString();
}

QgsGeometry line(int vertices) {
  QVector<double> xs;
  QVector<double> ys;
  for (int i = 0; i < vertices; ++i) {
    xs.append(-170 + 340.0 * i / vertices);
    ys.append(60 * std::sin(i / 50.0));
  }
  return QgsGeometry(std::make_unique<QgsLineString>(xs, ys));
}

TEST(ReprojectWkb, GivesTheBytesOfQgisForEachType) {
  const auto transform = between("EPSG:4326", "EPSG:3857");
  const char* const drawn[] = {
      "Point (8.5 47.4)",
      "LineString (0 0, 10 10, 20 0)",
      "Polygon ((0 0, 30 0, 30 30, 0 30, 0 0), (10 10, 20 10, 20 20, 10 20, 10 10))",
      "MultiPoint ((1 2), (3 4), (-179 80))",
      "MultiLineString ((0 0, 1 1), (5 5, 6 7, 8 9))",
      "MultiPolygon (((0 0, 1 0, 1 1, 0 0)), ((5 5, 9 5, 9 9, 5 5), (6 5.5, 8 5.5, 8 7, 6 5.5)))"};
  for (const char* wkt : drawn) {
    const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
    EXPECT_EQ(reprojectPlainWkb(wkbOf(geometry), transform), movedByQgis(geometry, transform))
        << wkt;
  }
}

TEST(ReprojectWkb, GivesTheBytesOfQgisForWhatIsDoneInPieces) {
  for (const char* target : {"EPSG:3857", "EPSG:3035", "EPSG:2056"}) {
    const auto transform = between("EPSG:4326", target);
    for (const int vertices : {4095, 4096, 4097, 20'000}) {
      EXPECT_EQ(reprojectPlainWkb(wkbOf(star(8, vertices)), transform),
                movedByQgis(star(8, vertices), transform))
          << target << " " << vertices;
    }
  }
}

TEST(ReprojectWkb, LeavesWhatIsEmptyEmpty) {
  const auto transform = between("EPSG:4326", "EPSG:3857");
  const std::string empty = wkbOf(QgsGeometry::fromWkt("Polygon EMPTY"));
  EXPECT_EQ(reprojectPlainWkb(empty, transform), empty);
}

TEST(ReprojectWkb, GivesNothingWhereAVertexHasNoPlace) {
  const auto transform = between("EPSG:4326", "EPSG:3857");
  for (const char* wkt : {"Point (0 100)", "LineString (0 0, 10 10, 0 100)"}) {
    EXPECT_EQ(reprojectPlainWkb(wkbOf(QgsGeometry::fromWkt(wkt)), transform), std::nullopt) << wkt;
  }
}

TEST(ReprojectWkb, StopsWithinALongLine) {
  const auto transform = between("EPSG:4326", "EPSG:3857");
  const std::string wkb = wkbOf(line(50'000));
  int asked = 0;
  const StopGuard guard([&] { return ++asked == 3; });
  EXPECT_THROW(reprojectPlainWkb(wkb, transform), Stopped);
}

}  // namespace
}  // namespace geotask::testing
