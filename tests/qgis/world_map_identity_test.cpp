// SPDX-License-Identifier: GPL-2.0-or-later
//
// Our buffers of real data, Natural Earth 1:10m as QGIS ships it, are those of `native:buffer`: byte for
// byte where a feature is buffered whole, as all those of one part are, and with a relative symmetric
// difference of at most 1e-9 where it is buffered part by part.
#include <gtest/gtest.h>
#include <qgsvectorlayer.h>

#include <QString>
#include <map>
#include <string>

#include "native_algorithm.h"
#include "qgis/geometry.h"
#include "work_driver.h"

namespace geotask::testing {
namespace {

const char* const kWorldMap = "/usr/share/qgis/resources/data/world_map.gpkg";

std::string attributeText(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value))
    return QString::number(*number).toStdString();
  return "";
}

// The buffer of `feature` as QGIS and as we make it.
void expectSameGeometry(const QgsFeature& expected, const Feature& row, size_t parts_of_input) {
  const std::optional<std::string> wkb = geometryToWkb(expected.geometry());
  if (row.wkb == wkb) return;
  ASSERT_GT(parts_of_input, 1U) << "feature " << row.id;
  ASSERT_TRUE(row.wkb && wkb) << "feature " << row.id;
  const absl::StatusOr<QgsGeometry> actual = geometryFromWkb(row.wkb);
  ASSERT_TRUE(actual.ok()) << "feature " << row.id;
  ASSERT_EQ(actual->wkbType(), expected.geometry().wkbType()) << "feature " << row.id;
  ASSERT_EQ(actual->isEmpty(), expected.geometry().isEmpty()) << "feature " << row.id;
  ASSERT_LE(relativeDifference(*actual, expected.geometry()), 1e-9) << "feature " << row.id;
}

// How many parts each feature of a layer has, by its id.
std::map<int64_t, size_t> partsOf(QgsVectorLayer& layer) {
  std::map<int64_t, size_t> parts;
  QgsFeatureIterator features = layer.getFeatures();
  QgsFeature feature;
  while (features.nextFeature(feature)) {
    parts[feature.id()] = static_cast<size_t>(feature.geometry().constGet()->partCount());
  }
  return parts;
}

void expectLikeNativeBuffer(const char* layer_name, const BufferOptions& options,
                            size_t expected_rows) {
  QgsVectorLayer layer(QStringLiteral("%1|layername=%2").arg(kWorldMap, layer_name), layer_name,
                       "ogr");
  ASSERT_TRUE(layer.isValid());
  const std::vector<QgsFeature> expected = runNativeBuffer(layer, options);
  absl::StatusOr<WorkResult> actual = bufferLayer(kWorldMap, layer_name, options);
  ASSERT_TRUE(actual.ok()) << actual.status();

  std::map<int64_t, size_t> parts = partsOf(layer);
  ASSERT_EQ(expected.size(), expected_rows);
  ASSERT_EQ(actual->rows.size(), expected_rows);
  ASSERT_EQ(actual->schema.fields.size(), static_cast<size_t>(layer.fields().size()));
  for (size_t i = 0; i < expected_rows; ++i) {
    const Feature& row = actual->rows[i];
    expectSameGeometry(expected[i], row, parts.at(row.id));
    if (::testing::Test::HasFatalFailure()) return;
    const QgsAttributes attributes = expected[i].attributes();
    for (size_t field = 0; field < row.attributes.size(); ++field) {
      const QVariant& wanted = attributes[static_cast<int>(field)];
      ASSERT_EQ(attributeText(row.attributes[field]),
                wanted.isNull() ? ""
                : wanted.type() == QVariant::Double
                    ? QString::number(wanted.toDouble()).toStdString()
                    : wanted.toString().toStdString())
          << actual->schema.fields[field].name << " of feature " << row.id;
    }
    // The field `fid` is the feature id.
    ASSERT_EQ(row.id, std::get<int64_t>(row.attributes[0]));
  }
}

BufferOptions tenthOfADegree() {
  BufferOptions options;
  options.distance = 0.1;
  options.segments = 8;
  return options;
}

TEST(WorldMapIdentity, StatesAndProvinces) {
  expectLikeNativeBuffer("states_provinces", tenthOfADegree(), 4556);
}

TEST(WorldMapIdentity, Countries) { expectLikeNativeBuffer("countries", tenthOfADegree(), 240); }

TEST(WorldMapIdentity, DisputedBordersWithFlatCapsAndMitres) {
  BufferOptions options = tenthOfADegree();
  options.cap_style = CapStyle::kFlat;
  options.join_style = JoinStyle::kMitre;
  expectLikeNativeBuffer("disputed_borders", options, 46);
}

TEST(WorldMapIdentity, DisputedBordersOnTheirLeftSide) {
  BufferOptions options = tenthOfADegree();
  options.side = Side::kLeft;
  expectLikeNativeBuffer("disputed_borders", options, 46);
}

TEST(WorldMapIdentity, ShrunkCountries) {
  BufferOptions options;
  options.distance = -0.02;
  expectLikeNativeBuffer("countries", options, 240);
}

TEST(WorldMapIdentity, ShrunkStates) {
  BufferOptions options;
  options.distance = -0.05;
  expectLikeNativeBuffer("states_provinces", options, 4556);
}

void expectDissolvedLikeNativeBuffer(const char* layer_name, double distance) {
  BufferOptions options = tenthOfADegree();
  options.distance = distance;
  options.dissolve = true;
  QgsVectorLayer layer(QStringLiteral("%1|layername=%2").arg(kWorldMap, layer_name), layer_name,
                       "ogr");
  const std::vector<QgsFeature> expected = runNativeBuffer(layer, options);
  absl::StatusOr<WorkResult> actual = bufferLayer(kWorldMap, layer_name, options);
  ASSERT_TRUE(actual.ok()) << actual.status();
  ASSERT_EQ(expected.size(), 1U);
  ASSERT_EQ(actual->rows.size(), 1U);
  absl::StatusOr<QgsGeometry> united = geometryFromWkb(actual->rows[0].wkb);
  ASSERT_TRUE(united.ok());
  EXPECT_LE(relativeDifference(*united, expected[0].geometry()), 1e-9);
  EXPECT_EQ(actual->rows[0].id, 1);
}

TEST(WorldMapIdentity, DissolvedStates) {
  expectDissolvedLikeNativeBuffer("states_provinces", 0.1);
}

TEST(WorldMapIdentity, DissolvedCountries) { expectDissolvedLikeNativeBuffer("countries", 0.1); }

TEST(WorldMapIdentity, DissolvedBorders) {
  expectDissolvedLikeNativeBuffer("disputed_borders", 0.1);
}

// The order of the parts of a feature that is buffered part by part is its own.
TEST(WorldMapIdentity, SeparatedPartsOfCountries) {
  BufferOptions options = tenthOfADegree();
  options.separate_disjoint = true;
  QgsVectorLayer layer(QStringLiteral("%1|layername=countries").arg(kWorldMap), "c", "ogr");
  const std::vector<QgsFeature> expected = runNativeBuffer(layer, options);
  absl::StatusOr<WorkResult> actual = bufferLayer(kWorldMap, "countries", options);
  ASSERT_TRUE(actual.ok()) << actual.status();
  EXPECT_GT(expected.size(), 240U);
  ASSERT_EQ(actual->rows.size(), expected.size());
  std::map<int64_t, QVector<QgsGeometry>> theirs, ours;
  for (size_t i = 0; i < expected.size(); ++i) {
    // The attribute `fid` is that of the feature.
    theirs[expected[i].attribute("fid").toLongLong()].append(expected[i].geometry());
    const Feature& row = actual->rows[i];
    ours[row.id].append(*geometryFromWkb(row.wkb));
  }
  ASSERT_EQ(theirs.size(), ours.size());
  for (const auto& [id, parts] : theirs) {
    ASSERT_EQ(parts.size(), ours[id].size()) << "feature " << id;
    EXPECT_LE(relativeDifference(QgsGeometry::collectGeometry(ours[id]),
                                 QgsGeometry::collectGeometry(parts)),
              1e-9)
        << "feature " << id;
  }
}

TEST(WorldMapIdentity, ASecondRunGivesTheSameBytes) {
  BufferOptions options = tenthOfADegree();
  absl::StatusOr<WorkResult> first = bufferLayer(kWorldMap, "countries", options);
  absl::StatusOr<WorkResult> second = bufferLayer(kWorldMap, "countries", options);
  ASSERT_TRUE(first.ok() && second.ok());
  ASSERT_GT(first->chunks, 10U);  // It was cut.
  EXPECT_EQ(first->chunks, second->chunks);
  for (size_t i = 0; i < first->rows.size(); ++i) {
    EXPECT_TRUE(first->rows[i].wkb == second->rows[i].wkb);
  }
}

}  // namespace
}  // namespace geotask::testing
