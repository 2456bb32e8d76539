// SPDX-License-Identifier: GPL-2.0-or-later
//
// Mutated WKB either is refused at the door or goes through QGIS and GEOS without harm: what passes
// checkWkb must not end the process. The numbers are the same in every run; GEOTASK_FUZZ_SEED gives
// others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "domain/errors.h"
#include "domain/wkb.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

std::vector<std::string> samples() {
  std::vector<std::string> all;
  for (const char* wkt :
       {"Point (1 2)", "PointZM (1 2 3 4)", "MultiPoint ((0 0),(1 0),(9 9))",
        "LineString (0 0, 4 0, 4 3)", "MultiLineString ((0 0, 3 0),(0 1, 3 1))",
        "Polygon ((0 0, 8 0, 8 8, 0 8, 0 0),(2 2, 6 2, 6 6, 2 6, 2 2))",
        "MultiPolygonZ (((0 0 1, 2 0 1, 2 2 1, 0 2 1, 0 0 1)),((5 0 1, 7 0 1, 7 2 1, 5 0 1)))",
        "CircularString (0 0, 1 1, 2 0)",
        "CompoundCurve (CircularString (0 0, 1 1, 2 0),(2 0, 4 0))",
        "CurvePolygon (CircularString (0 0, 2 2, 4 0, 2 -2, 0 0))",
        "MultiSurface (((0 0, 1 0, 1 1, 0 0)),CurvePolygon (CircularString (5 5, 6 6, 7 5, 6 4, 5 "
        "5)))",
        "MultiCurve ((0 0, 1 1),CircularString (0 0, 1 1, 2 0))",
        "GeometryCollection (Point (1 1), LineString (0 0, 1 1), Polygon ((0 0, 1 0, 1 1, 0 "
        "0)))"}) {
    const QgsGeometry geometry = QgsGeometry::fromWkt(wkt);
    EXPECT_FALSE(geometry.isNull()) << wkt;
    all.push_back(*geometryToWkb(geometry));
  }
  return all;
}

std::string mutated(std::string wkb, std::mt19937& random) {
  for (unsigned changes = 1 + random() % 4; changes > 0 && !wkb.empty(); --changes) {
    const size_t at = random() % wkb.size();
    switch (random() % 6) {
      case 0:  // Another byte.
        wkb[at] = static_cast<char>(random());
        break;
      case 1:  // A small number, as counts and types are.
        wkb[at] = static_cast<char>(random() % 18);
        break;
      case 2:  // A count of none, or of very many.
        wkb.replace(at, std::min<size_t>(4, wkb.size() - at), 4, random() % 2 != 0 ? '\0' : '\xff');
        break;
      case 3:  // Bytes left out.
        wkb.erase(at, 1 + random() % 16);
        break;
      case 4:  // Bytes twice.
        wkb.insert(at, wkb.substr(at, 1 + random() % 48));
        break;
      default:  // Rings, parts and points without a member.
        wkb.insert(at, 4, '\0');
        break;
    }
  }
  return wkb;
}

TEST(WkbFuzz, WhatPassesTheDoorDoesNoHarm) {
  const char* seed = std::getenv("GEOTASK_FUZZ_SEED");
  std::mt19937 random(seed != nullptr ? static_cast<uint32_t>(std::atoi(seed)) : 1);
  const std::vector<std::string> kSamples = samples();
  size_t passed = 0;
  for (int round = 0; round < 40; ++round) {
    FeatureBatch rows;
    for (int i = 0; i < 1000; ++i) {
      std::string wkb = mutated(kSamples[random() % kSamples.size()], random);
      if (checkWkb(wkb).ok()) rows.push_back({i, std::move(wkb), {}});
    }
    passed += rows.size();
    BufferOptions options;
    options.distance = std::vector<double>{1, -0.1, 0, 1e6, -1e-9}[round % 5];
    options.segments = round % 2 == 0 ? 5 : 1;
    options.dissolve = round % 7 == 6;
    options.separate_disjoint = round % 3 == 2;
    // One bad row ends a job: rows that QGIS refuses must not keep the others from GEOS.
    for (const Feature& row : rows) {
      const absl::StatusOr<WorkResult> result = bufferRows(Schema(), {row}, options);
      if (!result.ok()) {
        EXPECT_EQ(errorDetail(result.status()).reason, "INVALID_GEOMETRY") << result.status();
      }
    }
  }
  EXPECT_GT(passed, 2000U);  // The door did not simply refuse all.
}

}  // namespace
}  // namespace geotask::testing
