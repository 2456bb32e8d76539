// SPDX-License-Identifier: GPL-2.0-or-later
//
// The story: a fuzzer found that one small request could end the daemon with a segmentation fault
// in GEOS 3.11. It shrinks no polygon that has a hole without vertices, and its arithmetic
// overflows with coordinates and distances from about 1e231 on; both ended in a crash instead of an
// exception. Holes without vertices are left out now, and such numbers are refused at the door and
// in layers.
#include <gtest/gtest.h>

#include <string>

#include "domain/errors.h"
#include "domain/wkb.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

std::string wkb(const QString& wkt) { return *geometryToWkb(QgsGeometry::fromWkt(wkt)); }

// Adds a ring without vertices to a little-endian WKB Polygon.
std::string withEmptyHole(std::string polygon) {
  ++polygon[5];  // The number of rings, after byte order and type.
  return polygon + std::string(4, '\0');
}

absl::StatusOr<WorkResult> buffer(const std::string& geometry, double distance) {
  Schema schema;
  BufferOptions options;
  options.distance = distance;
  return bufferRows(schema, {{1, geometry, {}}}, options);
}

TEST(GeometryCrash, AHoleWithoutVerticesIsLeftOut) {
  const std::string square = wkb("Polygon ((0 0, 1 0, 1 1, 0 1, 0 0))");
  const std::string holed = withEmptyHole(square);
  ASSERT_TRUE(checkWkb(holed).ok());
  for (const double distance : {-0.1, -1e-9, 0.1}) {
    absl::StatusOr<WorkResult> result = buffer(holed, distance);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_TRUE(result->rows[0].wkb == buffer(square, distance)->rows[0].wkb) << distance;
  }
}

TEST(GeometryCrash, HugeCoordinatesAreRefusedAtTheDoorAndInLayers) {
  for (const char* wkt :
       {"LineString (-1e308 -1e308, 1e308 1e308)", "CircularString (0 0, 1e308 1, -1e308 0)",
        "MultiPoint ((0 0), (1e31 0))"}) {
    const std::string geometry = wkb(wkt);
    EXPECT_EQ(errorDetail(checkWkb(geometry).status()).reason, "INVALID_WKB") << wkt;
    EXPECT_EQ(errorDetail(buffer(geometry, 1).status()).reason, "INVALID_GEOMETRY") << wkt;
  }
  EXPECT_TRUE(checkWkb(wkb("Point (1e30 -1e30)")).ok());
}

TEST(GeometryCrash, HugeDistancesAreRefused) {
  BufferOptions options;
  for (const double distance : {1e31, -1e308}) {
    options.distance = distance;
    EXPECT_EQ(errorDetail(checkBufferOptions(options)).reason, "OUT_OF_RANGE");
  }
  for (const double distance : {1e30, -1e30}) {
    options.distance = distance;
    EXPECT_TRUE(checkBufferOptions(options).ok());
    for (const char* wkt : {"GeometryCollection (Point (1 1), LineString (0 0, 1 1), "
                            "Polygon ((0 0, 1 0, 1 1, 0 1, 0 0)))",
                            "CircularString (0 0, 1 1, 0 0)",
                            "MultiSurface (((0 0, 1 0, 1 1, 0 0)), "
                            "CurvePolygon (CircularString (0 0, 1 1, 2 0, 1 -1, 0 0)))"}) {
      EXPECT_TRUE(buffer(wkb(wkt), distance).ok()) << wkt;
    }
  }
}

}  // namespace
}  // namespace geotask::testing
