// SPDX-License-Identifier: GPL-2.0-or-later
//
// What each operation of a chain makes of geometries drawn by hand is what QGIS's own algorithm makes
// of them, byte for byte, and so are the fields and the attributes.
#include <gtest/gtest.h>
#include <qgsvectorlayer.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/errors.h"
#include "drawn_rows.h"
#include "native_algorithm.h"
#include "native_operations.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

// Without what QGIS 3.22 cannot do with empty geometries: it crashes where it densifies a polygon
// without a ring, and has boxes of zeros or NaN for what is nowhere. And without curved parts where it
// deletes holes: it loses them.
DrawnLayer drawnFor(const NativeOperation& operation, DrawnLayer drawn) {
  const bool holes = operation.algorithm == "native:deleteholes";
  if (holes && drawn.type == std::string("MultiSurface")) drawn.rows.clear();
  if (operation.name.rfind("Densify", 0) != 0 && operation.name != "BoundingBox") return drawn;
  std::vector<const char*> rows;
  for (const char* wkt : drawn.rows) {
    if (wkt == nullptr || std::string(wkt).find("Empty") == std::string::npos) rows.push_back(wkt);
  }
  drawn.rows = rows;
  return drawn;
}

class EachOperation : public ::testing::TestWithParam<NativeOperation> {};

TEST_P(EachOperation, IsThatOfQgis) {
  const NativeOperation& operation = GetParam();
  const Transform chain{{operation.operation}};
  int compared = 0;
  for (const DrawnLayer& drawn : drawnLayers()) {
    SCOPED_TRACE(drawn.name);
    const DrawnRows rows = drawRows(drawnFor(operation, drawn));
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

// A chain of QGIS's algorithms, each on the layer that the one before made.
std::unique_ptr<QgsVectorLayer> runAll(QgsVectorLayer& input,
                                       const std::vector<const NativeOperation*>& operations) {
  std::unique_ptr<QgsVectorLayer> layer;
  for (const NativeOperation* each : operations) {
    layer = runNativeLayer(each->algorithm, layer != nullptr ? *layer : input, each->parameters);
  }
  return layer;
}

const NativeOperation& named(const std::string& name) {
  for (const NativeOperation& each : nativeOperations()) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << name;
  return nativeOperations().front();
}

void expectChain(const std::vector<std::string>& names, const DrawnLayer& drawn) {
  SCOPED_TRACE(drawn.name);
  std::vector<const NativeOperation*> operations;
  Transform chain;
  for (const std::string& name : names) {
    operations.push_back(&named(name));
    chain.operations.push_back(operations.back()->operation);
  }
  const DrawnRows rows = drawRows(drawn);
  const auto actual = transformRows(chain, rows.schema, rows.batch);
  ASSERT_TRUE(actual.ok()) << actual.status();
  expectLikeLayer(*actual, *runAll(*rows.layer, operations));
  expectTrueToSchema(*actual);
}

const DrawnLayer kBlocks = {
    "Blocks",
    "MultiPolygon",
    {"MultiPolygon (((0 0, 2 0, 2 2, 0 2, 0 0)),((5 0, 7.2 0, 7.3 1, 7 2, 5 2, 5 0),"
     "(5.5 0.5, 6 0.5, 6 1, 5.5 0.5)))",
     nullptr, "MultiPolygon (((0 0, 4 4, 4 0, 0 4, 0 0)))"}};

TEST(TransformChain, EachOperationGetsWhatTheOneBeforeGave) {
  expectChain({"Centroid", "Buffer", "Reproject"}, kBlocks);
  expectChain({"MakeValid", "SimplifyByDistance", "OrientedBox"}, kBlocks);
  expectChain({"SingleParts", "ConvexHull", "Translate", "Rotate"}, kBlocks);
  expectChain({"Boundary", "MergeLines", "DensifyByDistance", "ReverseLineDirection"}, kBlocks);
  expectChain({"DeleteHoles", "TranslateInto4D", "SwapXY", "DropM", "PromoteToMulti"}, kBlocks);
}

TEST(TransformChain, PartsAreTakenApartInTheMiddle) {
  expectChain({"Buffer", "CentroidOfAllParts", "Buffer"}, kBlocks);
  expectChain({"SingleParts", "Buffer", "SingleParts"}, kBlocks);
}

TEST(TransformChain, AddedFieldsCanBeUsedByABuffer) {
  const DrawnRows rows =
      drawRows({"Square", "Polygon", {"Polygon ((0 0, 4 0, 4 4, 0 4, 0 0))", nullptr}});
  BufferOptions by_width;
  by_width.distance_field = "width";
  const auto actual =
      transformRows({{Transform::BoundingBox{}, by_width}}, rows.schema, rows.batch);
  ASSERT_TRUE(actual.ok()) << actual.status();
  const auto boxes = runNativeLayer("native:boundingboxes", *rows.layer, {});
  expectLikeLayer(*actual, *runNativeLayer("native:buffer", *boxes, {{"DISTANCE", 4}}));
}

}  // namespace
}  // namespace geotask::testing
