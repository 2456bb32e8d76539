// SPDX-License-Identifier: GPL-2.0-or-later
//
// Operations of a chain on a geometry that GEOS takes long for: a process does it, with the same result.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "domain/transform.h"
#include "qgis/buffer_engine.h"
#include "qgis/geometry.h"
#include "star.h"
#include "support/threaded_processes.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

using T = Transform;

constexpr int kMany = 200'000;

class HeavyOperation : public ::testing::TestWithParam<Transform::Operation> {};

TEST_P(HeavyOperation, GivesInAProcessWhatQgisGives) {
  Schema schema;
  schema.geometry_type = "Polygon";
  schema.crs = "EPSG:3857";
  const FeatureBatch rows{{1, geometryToWkb(star(3, kMany)), {}}};
  ThreadedProcesses processes;
  const BufferEngine engine(&processes);

  const auto here = transformRows({{GetParam()}}, schema, rows);
  const auto there = transformRows({{GetParam()}}, schema, rows, engine);

  ASSERT_TRUE(here.ok()) << here.status();
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_EQ(processes.submitted, 1);
  ASSERT_EQ(there->rows.size(), 1U);
  EXPECT_TRUE(there->rows[0].wkb.has_value());
  EXPECT_TRUE(there->rows[0].wkb == here->rows[0].wkb);
  EXPECT_EQ(there->rows[0].attributes, here->rows[0].attributes);
  EXPECT_EQ(there->log, here->log);
}

INSTANTIATE_TEST_SUITE_P(Transform, HeavyOperation,
                         ::testing::Values(T::Simplify{T::SimplifyMethod::kDistance, 1e-4},
                                           T::MakeValid{}, T::ConvexHull{},
                                           T::OrientedMinimumBoundingBox{},
                                           T::MinimumEnclosingCircle{}),
                         [](const auto& operation) { return operationName(operation.param); });

}  // namespace
}  // namespace geotask::testing
