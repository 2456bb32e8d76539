// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/geojson.h"

#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {
namespace {

GeoJsonFeatures parsed(const std::string& text, const std::string& crs = "") {
  auto features = parseGeoJson(text, crs);
  EXPECT_TRUE(features.ok()) << features.status();
  return features.ok() ? *std::move(features) : GeoJsonFeatures();
}

std::string refusal(const std::string& text) {
  const auto features = parseGeoJson(text, "");
  EXPECT_FALSE(features.ok());
  EXPECT_EQ(errorDetail(features.status()).reason, "INVALID_GEOJSON");
  return std::string(features.status().message());
}

// A collection of features with these properties.
std::string withProperties(const std::vector<std::string>& properties) {
  std::string features;
  for (const std::string& each : properties)
    absl::StrAppend(&features, features.empty() ? "" : ",",
                    R"({"type": "Feature", "geometry": null, "properties": )", each, "}");
  return absl::StrCat(R"({"type": "FeatureCollection", "features": [)", features, "]}");
}

std::string hexOf(const std::string& geometry) {
  const GeoJsonFeatures features = parsed(geometry);
  return features.rows.size() == 1 && features.rows[0].wkb
             ? absl::BytesToHexString(*features.rows[0].wkb)
             : "none";
}

// Little-endian doubles: 1 is 000000000000f03f, 2 is 0000000000000040.
const std::string k0 = "0000000000000000", k1 = "000000000000f03f", k2 = "0000000000000040";

TEST(GeoJsonGeometry, EachTypeIsWrittenAsIsoWkb) {
  EXPECT_EQ(hexOf(R"({"type": "Point", "coordinates": [1, 2]})"), "0101000000" + k1 + k2);
  EXPECT_EQ(hexOf(R"({"type": "LineString", "coordinates": [[0, 1], [2, 0]]})"),
            "010200000002000000" + k0 + k1 + k2 + k0);
  EXPECT_EQ(hexOf(R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]})"),
            "01030000000100000004000000" + k0 + k0 + k1 + k0 + k0 + k1 + k0 + k0);
  EXPECT_EQ(hexOf(R"({"type": "MultiPoint", "coordinates": [[1, 2]]})"),
            "010400000001000000"
            "0101000000" +
                k1 + k2);
  EXPECT_EQ(hexOf(R"({"type": "MultiLineString", "coordinates": [[[0, 1], [2, 0]]]})"),
            "010500000001000000"
            "010200000002000000" +
                k0 + k1 + k2 + k0);
  EXPECT_EQ(
      hexOf(R"({"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [0, 1], [0, 0]]]]})"),
      "010600000001000000"
      "01030000000100000004000000" +
          k0 + k0 + k1 + k0 + k0 + k1 + k0 + k0);
  EXPECT_EQ(hexOf(R"({"type": "GeometryCollection", "geometries": [
                       {"type": "Point", "coordinates": [1, 2]}]})"),
            "010700000001000000"
            "0101000000" +
                k1 + k2);
}

TEST(GeoJsonGeometry, ZIsKeptAndWhatFollowsItIsNot) {
  EXPECT_EQ(hexOf(R"({"type": "Point", "coordinates": [1, 2, 1]})"), "01e9030000" + k1 + k2 + k1);
  EXPECT_EQ(hexOf(R"({"type": "Point", "coordinates": [1, 2, 1, 9]})"),
            "01e9030000" + k1 + k2 + k1);
  EXPECT_EQ(parsed(R"({"type": "Point", "coordinates": [1, 2, 1]})").schema.geometry_type,
            "PointZ");
}

TEST(GeoJsonGeometry, EmptyGeometriesAreGeometries) {
  EXPECT_EQ(hexOf(R"({"type": "Polygon", "coordinates": []})"), "010300000000000000");
  EXPECT_EQ(hexOf(R"({"type": "GeometryCollection", "geometries": []})"), "010700000000000000");
  EXPECT_EQ(parsed(R"({"type": "Point", "coordinates": []})").rows[0].wkb->size(), 21u);
}

TEST(GeoJsonGeometry, TheFaultIsNamedByItsPlace) {
  EXPECT_EQ(refusal(R"({"type": "Circle", "coordinates": [1, 2]})").substr(0, 23),
            "geometry.type: \"Circle\"");
  EXPECT_EQ(refusal(R"({"type": "Polygon", "coordinates": [[[0, 0], [1, "x"]]]})").substr(0, 29),
            "geometry.coordinates[0][1]: s");
  EXPECT_EQ(refusal(R"({"type": "LineString", "coordinates": [[0, 0], [1, 1, 1]]})").substr(0, 36),
            "geometry.coordinates[1]: 3 numbers i");
  EXPECT_EQ(refusal(R"({"type": "LineString", "coordinates": [[0, 0], []]})").substr(0, 26),
            "geometry.coordinates[1]: [");
  EXPECT_EQ(refusal(R"({"type": "LineString", "coordinates": [[], [0, 0]]})").substr(0, 26),
            "geometry.coordinates[0]: [");
  EXPECT_EQ(refusal(R"({"type": "Point"})").substr(0, 29), "geometry.coordinates: nothing");
  EXPECT_EQ(refusal(R"([1, 2])").substr(0, 15), "geometry: array");
  EXPECT_EQ(
      refusal(R"({"type": "FeatureCollection", "features": [{"type": "Point"}]})").substr(0, 25),
      "features[0].type: \"Point\"");
}

TEST(GeoJsonText, ThatIsNoJsonIsRefused) {
  refusal("");
  refusal("POINT (1 2)");
  refusal(R"({"type": "Point", "coordinates": [NaN, 0]})");
  refusal(R"({"type": "Point", "coordinates": [1e999, 0]})");
  refusal("{\"type\": \"\xff\"}");
}

TEST(GeoJsonText, NestedTooDeeplyIsRefused) {
  refusal(std::string(100000, '['));
  refusal(std::string(100000, '[') + std::string(100000, ']'));
  std::string collection = R"({"type": "Point", "coordinates": [0, 0]})";
  for (int i = 0; i < 35; ++i)
    collection = R"({"type": "GeometryCollection", "geometries": [)" + collection + "]}";
  refusal(collection);
}

TEST(GeoJsonFeature, ItsNumberIsItsIdAndOthersAreCounted) {
  const GeoJsonFeatures features = parsed(R"({"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": -7, "geometry": null, "properties": null},
      {"type": "Feature", "geometry": null},
      {"type": "Feature", "id": "x", "geometry": {"type": "Point", "coordinates": [0, 0]}}]})");
  ASSERT_EQ(features.rows.size(), 3u);
  EXPECT_EQ(features.rows[0].id, -7);
  EXPECT_EQ(features.rows[1].id, 2);
  EXPECT_EQ(features.rows[2].id, 3);
  EXPECT_FALSE(features.rows[0].wkb);
  EXPECT_TRUE(features.rows[2].wkb);
  EXPECT_EQ(features.schema.geometry_type, "Point");
  EXPECT_EQ(features.schema.crs, "EPSG:4326");
}

TEST(GeoJsonFeature, AnIdThatIsNoWholeNumberIsRefused) {
  EXPECT_EQ(refusal(R"({"type": "Feature", "id": 1.5, "geometry": null})").substr(0, 7), "id: 1.5");
  refusal(R"({"type": "Feature", "id": 9223372036854775808, "geometry": null})");
  EXPECT_EQ(parsed(R"({"type": "Feature", "id": 9223372036854775807})").rows[0].id,
            std::numeric_limits<int64_t>::max());
}

TEST(GeoJsonFeature, RowsOfDifferentTypesMakeALayerOfGeometries) {
  EXPECT_EQ(parsed(R"({"type": "FeatureCollection", "features": [
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0, 0]}}]})")
                .schema.geometry_type,
            "Geometry");
}

struct Typing {
  std::vector<std::string> values;
  FieldType type;
  std::vector<Value> expected;
};

class FieldTyping : public testing::TestWithParam<Typing> {};

TEST_P(FieldTyping, IsWhatAllValuesShare) {
  std::vector<std::string> properties;
  for (const std::string& value : GetParam().values) properties.push_back("{\"a\": " + value + "}");
  const GeoJsonFeatures features = parsed(withProperties(properties));
  ASSERT_EQ(features.schema.fields.size(), 1u);
  EXPECT_EQ(features.schema.fields[0].type, GetParam().type);
  for (size_t i = 0; i < features.rows.size(); ++i)
    EXPECT_EQ(features.rows[i].attributes[0], GetParam().expected[i]) << i;
}

std::string s(const char* text) { return text; }

INSTANTIATE_TEST_SUITE_P(
    Mixtures, FieldTyping,
    testing::Values(
        Typing{{"true", "null"}, FieldType::kBoolean, {true, std::monostate()}},
        Typing{{"1", "-9007199254740993"},
               FieldType::kInteger64,
               {int64_t{1}, int64_t{-9007199254740993}}},
        Typing{{"1", "2.5"}, FieldType::kDouble, {1.0, 2.5}},
        Typing{{"1", "18446744073709551615"}, FieldType::kDouble, {1.0, 18446744073709551615.0}},
        Typing{{"\"x\"", "null"}, FieldType::kString, {s("x"), std::monostate()}},
        Typing{{"\"x\"", "1.5", "true"}, FieldType::kString, {s("x"), s("1.5"), s("true")}},
        Typing{{"true", "1"}, FieldType::kString, {s("true"), s("1")}},
        Typing{{"[1, 2]", "\"x\""}, FieldType::kJson, {s("[1,2]"), s("\"x\"")}},
        Typing{{"null"}, FieldType::kString, {std::monostate()}}));

TEST(GeoJsonFields, ComeInTheOrderOfTheText) {
  const GeoJsonFeatures features =
      parsed(withProperties({R"({"z": 1, "b": {"inner": 1}})", R"({"a": 2, "z": 3})"}));
  std::string names;
  for (const Field& field : features.schema.fields) names += field.name;
  EXPECT_EQ(names, "zba");
  EXPECT_EQ(features.rows[1].attributes,
            (std::vector<Value>{int64_t{3}, std::monostate(), int64_t{2}}));
}

TEST(GeoJsonFields, ManyFieldsThatFewRowsUseAreRefused) {
  std::vector<std::string> properties;
  for (int i = 0; i < 3000; ++i) properties.push_back(absl::StrCat("{\"f", i, "\": 1}"));
  refusal(withProperties(properties));
}

TEST(GeoJsonCrs, OfAnOlderGeoJsonIsNotPassedOver) {
  const std::string point = R"("type": "Point", "coordinates": [0, 0]})";
  const std::string mercator =
      R"({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, )" + point;
  EXPECT_EQ(refusal(mercator).substr(0, 4), "crs:");
  EXPECT_EQ(parsed(mercator, "EPSG:3857").schema.crs, "EPSG:3857");
  parsed(R"({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, )" +
         point);
}

}  // namespace
}  // namespace geotask
