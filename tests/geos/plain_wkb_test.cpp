// SPDX-License-Identifier: GPL-2.0-or-later
//
// Plain WKB is read, and polygons are written, without GEOS's reader and writer: the same comes of it.
#include <gtest/gtest.h>

#include "drawn_geometry.h"
#include "geos/geos.h"
#include "geos/wkb_parts.h"

namespace geotask::testing {
namespace {

constexpr const char* kDrawn[] = {
    "POINT (1 2)",
    "LINESTRING (0 0, 1 1, -5 1e20)",
    "POLYGON ((0 0, 2 0, 2 2, 0 0))",
    "POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 4 1, 4 2, 2 1), (5 1, 6 1, 6 2, 5 1))",
    "MULTIPOINT ((1 2), (3 4))",
    "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
    "MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)), ((5 5, 9 5, 9 9, 5 5), (6 5.5, 7 5.5, 7 6, 6 5.5)))",
    "GEOMETRYCOLLECTION (POINT (1 2), MULTIPOINT ((1 2)), GEOMETRYCOLLECTION (POINT (3 4)))",
    "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 2 0, 2 2, 0 0)))",
};

std::string writtenByGeos(const GEOSGeometry* geometry) {
  GEOSContextHandle_t context = Geos::ofThread().context();
  GEOSWKBWriter* writer = GEOSWKBWriter_create_r(context);
  GEOSWKBWriter_setByteOrder_r(context, writer, GEOS_WKB_NDR);
  size_t size = 0;
  unsigned char* bytes = GEOSWKBWriter_write_r(context, writer, geometry, &size);
  std::string wkb(reinterpret_cast<const char*>(bytes), size);
  GEOSFree_r(context, bytes);
  GEOSWKBWriter_destroy_r(context, writer);
  return wkb;
}

TEST(PlainWkb, IsReadAsGeosReadsIt) {
  Geos& geos = Geos::ofThread();
  for (const char* wkt : kDrawn) {
    const std::string wkb = wkbOf(wkt);
    ASSERT_TRUE(wkbParts(wkb)->plain) << wkt;
    const Geom read = geos.fromPlainWkb(wkb);
    ASSERT_TRUE(read) << wkt;
    EXPECT_EQ(writtenByGeos(read.get()), wkb) << wkt;
    EXPECT_EQ(GEOSGeom_getCoordinateDimension_r(geos.context(), read.get()),
              GEOSGeom_getCoordinateDimension_r(geos.context(), geos.fromWkb(wkb).get()));
  }
}

TEST(PlainWkb, PolygonsAreWrittenAsGeosWritesThem) {
  Geos& geos = Geos::ofThread();
  for (const char* wkt : kDrawn) {
    const Geom geometry = geos.fromWkb(wkbOf(wkt));
    EXPECT_EQ(geos.toWkb(geometry.get()), writtenByGeos(geometry.get())) << wkt;
  }
  for (const char* wkt : {"POLYGON EMPTY", "MULTIPOLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"}) {
    const Geom geometry = geos.fromWkb(wkbOf(wkt));
    EXPECT_EQ(geos.toWkb(geometry.get()), writtenByGeos(geometry.get())) << wkt;
  }
}

TEST(PlainWkb, APolygonBecomesAMultiPolygonOfOne) {
  const std::string polygon = wkbOf("POLYGON ((0 0, 2 0, 2 2, 0 0))");
  EXPECT_EQ(toMultiPolygon(polygon), wkbOf("MULTIPOLYGON (((0 0, 2 0, 2 2, 0 0)))"));
  const std::string two = wkbOf(kDrawn[6]);
  EXPECT_EQ(toMultiPolygon(two), two);
  EXPECT_TRUE(isEmptyPolygon(wkbOf("POLYGON EMPTY")));
  EXPECT_TRUE(isEmptyPolygon(wkbOf("MULTIPOLYGON EMPTY")));
  EXPECT_FALSE(isEmptyPolygon(polygon));
}

}  // namespace
}  // namespace geotask::testing
