// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers by true metres of all countries of Natural Earth, measured by geodesics.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <string>

#include "geodesic_reference.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

const char* const kWorldMap = "/usr/share/qgis/resources/data/world_map.gpkg";

// The countries as they are.
std::map<int64_t, QgsGeometry> countries() {
  BufferOptions options;
  options.distance = 0;
  std::map<int64_t, QgsGeometry> rows;
  const auto result = bufferLayer(kWorldMap, "countries", options);
  EXPECT_TRUE(result.ok()) << result.status();
  for (const Feature& row : result->rows) rows[row.id] = *geometryFromWkb(row.wkb);
  return rows;
}

void expectCountriesWithin(double distance) {
  static const std::map<int64_t, QgsGeometry> inputs = countries();
  BufferOptions options;
  options.distance = distance;
  options.unit = DistanceUnit::kMetres;
  options.segments = 16;
  const auto result = bufferLayer(kWorldMap, "countries", options);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_TRUE(result->log.empty()) << result->log.front();
  ASSERT_EQ(result->rows.size(), 240U);
  Deviation worst;
  for (const Feature& row : result->rows) {
    SCOPED_TRACE(row.id);
    const QgsGeometry buffer = *geometryFromWkb(row.wkb);
    ASSERT_TRUE(buffer.isGeosValid());
    if (distance < 0 && buffer.isEmpty()) continue;
    const Deviation found = deviationOf(buffer, inputs.at(row.id), distance, 40, 0.02);
    EXPECT_EQ(found.wrong, 0U) << found.where;
    worst.outwards = std::max(worst.outwards, found.outwards);
    worst.inwards = std::max(worst.inwards, found.inwards);
    worst.points += found.points;
  }
  // GEOS draws an arc of up to 1.5 times the angle of a segment as one.
  const double arc = 1 - std::cos(0.75 * M_PI / 2 / 16);
  EXPECT_LE(worst.outwards, 0.001);
  EXPECT_LE(worst.inwards, 0.001 + arc);
  EXPECT_GT(worst.points, 5000U);
  std::cout << worst.points << " points, at most " << worst.outwards << " outwards and "
            << worst.inwards << " inwards\n";
}

TEST(MetresOfCountries, TenKilometresAround) { expectCountriesWithin(10000); }

TEST(MetresOfCountries, TenKilometresOff) { expectCountriesWithin(-10000); }

}  // namespace
}  // namespace geotask::testing
