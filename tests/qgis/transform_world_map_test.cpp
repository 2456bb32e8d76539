// SPDX-License-Identifier: GPL-2.0-or-later
//
// What chains make of real data, Natural Earth 1:10m as QGIS ships it, is what QGIS's algorithms make
// of it.
#include <gtest/gtest.h>
#include <qgsvectorlayer.h>

#include <string>

#include "native_algorithm.h"
#include "native_operations.h"
#include "qgis/geometry.h"
#include "transform_driver.h"

namespace geotask::testing {
namespace {

// A layer of the world map in memory, its ids as its only attribute.
struct RealRows {
  std::unique_ptr<QgsVectorLayer> layer;
  Schema schema;
  FeatureBatch batch;
};

RealRows rowsOf(const char* name, const char* type) {
  QgsVectorLayer file(
      QStringLiteral("/usr/share/qgis/resources/data/world_map.gpkg|layername=%1").arg(name), name,
      "ogr");
  EXPECT_TRUE(file.isValid());
  RealRows rows;
  rows.layer = std::make_unique<QgsVectorLayer>(
      QStringLiteral("%1?crs=EPSG:4326&field=id:string").arg(type), name, "memory");
  rows.schema.fields = {{"id", FieldType::kString, 0, 0}};
  rows.schema.geometry_type = type;
  rows.schema.crs = "EPSG:4326";
  QgsFeatureList features;
  for (const QgsFeature& original : featuresOf(file)) {
    QgsFeature feature(rows.layer->fields());
    const QString id = QString::number(original.id());
    feature.setAttributes(QgsAttributes() << id);
    feature.setGeometry(original.geometry());
    features << feature;
    rows.batch.push_back({original.id(), geometryToWkb(original.geometry()), {id.toStdString()}});
  }
  rows.layer->dataProvider()->addFeatures(features);
  return rows;
}

void expectSame(const RealRows& rows, const NativeOperation& operation) {
  SCOPED_TRACE(operation.name);
  const Transform chain{{operation.operation}};
  if (!checkTransformInput(chain, rows.schema).ok()) return;
  const auto actual = transformRows(chain, rows.schema, rows.batch);
  ASSERT_TRUE(actual.ok()) << actual.status();
  const auto wanted = runNativeLayer(operation.algorithm, *rows.layer, operation.parameters);
  ASSERT_GT(wanted->featureCount(), 0);
  expectLikeLayer(*actual, *wanted);
  expectTrueToSchema(*actual);
}

// Operations whose numbers, made for drawings of ten units, are at home in degrees. Buffers of many parts
// are not QGIS's bytes: world_map_identity_test has them.
TEST(TransformWorldMap, EveryOperationButBuffersOnBorders) {
  const RealRows rows = rowsOf("disputed_borders", "MultiLineString");
  ASSERT_EQ(rows.batch.size(), 46U);
  for (const NativeOperation& operation : nativeOperations()) {
    const std::string& name = operation.name;
    if (name == "Reproject" || name == "RotateAroundAPoint" || name.rfind("Buffer", 0) == 0) {
      continue;
    }
    expectSame(rows, operation);
  }
}

TEST(TransformWorldMap, EveryOperationButBuffersOnCountries) {
  const RealRows rows = rowsOf("countries", "MultiPolygon");
  ASSERT_EQ(rows.batch.size(), 240U);
  for (const NativeOperation& operation : nativeOperations()) {
    const std::string& name = operation.name;
    if (name == "Reproject" || name == "RotateAroundAPoint" || name.rfind("Buffer", 0) == 0) {
      continue;
    }
    expectSame(rows, operation);
  }
}

TEST(TransformWorldMap, ReprojectionOfCountries) {
  expectSame(rowsOf("countries", "MultiPolygon"), {"Reproject",
                                                   Transform::Reproject{"EPSG:3035"},
                                                   "native:reprojectlayer",
                                                   {{"TARGET_CRS", "EPSG:3035"}}});
}

TEST(TransformWorldMap, CentroidsOfStatesAndProvinces) {
  const RealRows rows = rowsOf("states_provinces", "MultiPolygon");
  ASSERT_EQ(rows.batch.size(), 4556U);
  expectSame(rows, {"Centroid", Transform::Centroid{}, "native:centroids", {}});
}

}  // namespace
}  // namespace geotask::testing
