// SPDX-License-Identifier: GPL-2.0-or-later
//
// What each operation of a chain makes of geometries drawn by hand is what QGIS's own algorithm makes
// of them, byte for byte, and so are the fields and the attributes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/errors.h"
#include "drawn_rows.h"
#include "native_algorithm.h"
#include "native_operations.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

class EachOperation : public ::testing::TestWithParam<NativeOperation> {};

TEST_P(EachOperation, IsThatOfQgis) {
  const NativeOperation& operation = GetParam();
  const Transform chain{{operation.operation}};
  int compared = 0;
  for (const DrawnLayer& drawn : drawnLayers()) {
    SCOPED_TRACE(drawn.name);
    const DrawnRows rows = drawRows(drawn);
    if (!checkTransformInput(chain, rows.schema).ok()) continue;
    const auto wanted = runNativeLayer(operation.algorithm, *rows.layer, operation.parameters);
    const auto actual = transformRows(chain, rows.schema, rows.batch);
    ASSERT_TRUE(actual.ok()) << actual.status();
    expectLikeLayer(*actual, *wanted);
    expectTrueToSchema(*actual);
    EXPECT_EQ(actual->rows_done, rows.batch.size());
    ++compared;
  }
  EXPECT_GT(compared, 5);
}

INSTANTIATE_TEST_SUITE_P(Transform, EachOperation, ::testing::ValuesIn(nativeOperations()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace geotask::testing
