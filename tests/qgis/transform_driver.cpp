// SPDX-License-Identifier: GPL-2.0-or-later
#include "transform_driver.h"

#include <gtest/gtest.h>

#include "domain/wkb.h"
#include "drawn_rows.h"
#include "native_algorithm.h"
#include "qgis/geometry.h"
#include "qgis/row_transform.h"
#include "support/deaf_context.h"

namespace geotask::testing {

namespace {

class CountingContext : public DeafContext {
 public:
  explicit CountingContext(TransformResult& result) : result_(result) {}

  void addFeaturesDone(uint64_t count) override { result_.rows_done += count; }
  void log(Severity, const std::string&, const std::string& message) override {
    result_.log.push_back(message);
  }

 private:
  TransformResult& result_;
};

void expectSameValue(const Value& actual, const QVariant& wanted) {
  if (wanted.isNull()) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(actual));
  } else if (const auto* number = std::get_if<double>(&actual)) {
    EXPECT_EQ(*number, wanted.toDouble());
  } else if (const auto* text = std::get_if<std::string>(&actual)) {
    EXPECT_EQ(*text, wanted.toString().toStdString());
  } else {
    ADD_FAILURE() << "QGIS has " << wanted.toString().toStdString();
  }
}

bool isNothing(const std::optional<std::string>& wkb) {
  const absl::StatusOr<QgsGeometry> geometry = geometryFromWkb(wkb);
  return geometry.ok() && (geometry->isNull() || geometry->isEmpty());
}

// As QGIS brings it into a layer of this type, where the layer takes no other.
std::optional<std::string> writtenAs(const std::string& type, const QgsGeometry& geometry) {
  if (type == "Geometry" || geometry.isNull()) return geometryToWkb(geometry);
  const QVector<QgsGeometry> coerced =
      geometry.coerceToType(QgsWkbTypes::parseType(QString::fromStdString(type)));
  EXPECT_EQ(coerced.size(), 1) << type;
  return coerced.isEmpty() ? std::nullopt : geometryToWkb(coerced.front());
}

void expectSameRow(const std::string& type, const Feature& actual, const QgsFeature& wanted) {
  const QgsGeometry geometry = wanted.geometry();
  if (geometry.isEmpty()) {
    EXPECT_TRUE(isNothing(actual.wkb)) << "QGIS has nothing, and not " << wktOf(actual.wkb);
    return;
  }
  const std::optional<std::string> wkb = writtenAs(type, geometry);
  EXPECT_TRUE(actual.wkb == wkb) << "ours " << wktOf(actual.wkb) << "\nQGIS " << wktOf(wkb);
  const QgsAttributes attributes = wanted.attributes();
  for (size_t i = 0; i < actual.attributes.size(); ++i) {
    SCOPED_TRACE("attribute " + std::to_string(i));
    expectSameValue(actual.attributes[i], attributes.value(static_cast<int>(i)));
  }
}

}  // namespace

absl::StatusOr<TransformResult> transformRows(const Transform& chain, const Schema& schema,
                                              const FeatureBatch& rows,
                                              const BufferEngine& engine) {
  absl::Status status = checkTransform(chain);
  if (status.ok()) status = checkTransformInput(chain, schema);
  if (!status.ok()) return status;
  auto operation = RowTransform::create(chain, schema, engine);
  if (!operation.ok()) return operation.status();
  TransformResult result;
  CountingContext context(result);
  result.schema = transformOutputSchema(chain, schema);
  status = operation->apply(rows, context, result.rows);
  if (!status.ok()) return status;
  return result;
}

void expectLikeLayer(const TransformResult& actual, const QgsVectorLayer& layer) {
  ASSERT_EQ(actual.schema.fields.size(), static_cast<size_t>(layer.fields().size()));
  for (int i = 0; i < layer.fields().size(); ++i) {
    const Field& field = actual.schema.fields[static_cast<size_t>(i)];
    EXPECT_EQ(field.name, layer.fields().at(i).name().toStdString());
    if (field.length == 0) continue;
    EXPECT_EQ(field.length, layer.fields().at(i).length());
    EXPECT_EQ(field.precision, layer.fields().at(i).precision());
  }
  EXPECT_EQ(actual.schema.crs, layer.crs().authid().toStdString());
  const std::vector<QgsFeature> wanted = featuresOf(layer);
  size_t next = 0;
  for (const Feature& row : actual.rows) {
    SCOPED_TRACE("feature " + std::to_string(row.id));
    EXPECT_EQ(row.attributes.size(), actual.schema.fields.size());
    const bool same =
        next < wanted.size() && wanted[next].attributes().value(0).toString().toStdString() ==
                                    std::get<std::string>(row.attributes.at(0));
    if (same) {
      expectSameRow(actual.schema.geometry_type, row, wanted[next++]);
    } else {
      EXPECT_TRUE(isNothing(row.wkb)) << "QGIS has no row for " << wktOf(row.wkb);
    }
  }
  EXPECT_EQ(next, wanted.size()) << "QGIS has more rows";
}

void expectTrueToSchema(const TransformResult& actual) {
  if (actual.schema.geometry_type == "Geometry") return;
  for (const Feature& row : actual.rows) {
    if (!row.wkb) continue;
    const auto summary = checkWkb(*row.wkb, WkbCoordinates::kAny);
    ASSERT_TRUE(summary.ok()) << summary.status();
    EXPECT_EQ(geometryTypeName(summary->type), actual.schema.geometry_type) << wktOf(row.wkb);
  }
}

}  // namespace geotask::testing
