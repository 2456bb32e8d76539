// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources/layer_reader.h"

#include <gtest/gtest.h>

#include "domain/errors.h"
#include "domain/wkb.h"
#include "test_data.h"

namespace geotask::testing {
namespace {

const ReadTrouble ignore = [](const std::string&, const std::string&) {};

TEST(LayerReader, CarriesEveryTypeOfAttribute) {
  const ScratchDir dir;
  writeTyped(dir.path("typed.gpkg"));
  auto reader = openLayer(dir.path("typed.gpkg"), "typed", "data:t/typed", ignore);
  ASSERT_TRUE(reader.ok()) << reader.status();

  const Schema& schema = (*reader)->schema();
  EXPECT_EQ(schema.geometry_type, "PointZ");
  EXPECT_EQ(schema.crs, "EPSG:3857");
  const std::vector<std::pair<std::string, FieldType>> wanted = {
      {"fid", FieldType::kInteger64}, {"flag", FieldType::kBoolean},
      {"small", FieldType::kInteger}, {"large", FieldType::kInteger64},
      {"real", FieldType::kDouble},   {"text", FieldType::kString},
      {"day", FieldType::kDate},      {"moment", FieldType::kDateTime},
      {"bytes", FieldType::kBinary},  {"json", FieldType::kJson}};
  ASSERT_EQ(schema.fields.size(), wanted.size());
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(schema.fields[i].name, wanted[i].first);
    EXPECT_EQ(schema.fields[i].type, wanted[i].second) << wanted[i].first;
  }

  Feature row;
  ASSERT_TRUE(*(*reader)->next(row));
  EXPECT_EQ(row.id, 7);
  EXPECT_EQ(checkWkb(*row.wkb)->type, 1001U);  // ISO PointZ, not GDAL's 2.5D code.
  const std::vector<Value> values = {int64_t{7},
                                     true,
                                     int64_t{-5},
                                     int64_t{INT64_MAX},
                                     0.1,
                                     std::string("Grüße"),
                                     std::string("2024-02-29"),
                                     std::string("2024-02-29T13:45:30.250Z"),
                                     Binary{std::string("\x00\x01\xff", 3)},
                                     std::string(R"({"a":[1,2]})")};
  EXPECT_EQ(row.attributes, values);

  ASSERT_TRUE(*(*reader)->next(row));
  EXPECT_EQ(row.id, 8);
  EXPECT_FALSE(row.wkb.has_value());
  for (size_t i = 1; i < row.attributes.size(); ++i) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(row.attributes[i])) << wanted[i].first;
  }
  EXPECT_FALSE(*(*reader)->next(row));
  EXPECT_EQ((*reader)->featureCount(), 2U);
}

TEST(LayerReader, WhatIsGoneIsUnreadableAndItsPathIsNotTold) {
  const ScratchDir dir;
  writePoints(dir.path("p.gpkg"), {"here"});
  for (const auto& [file, layer] : {std::pair("none.gpkg", "here"), std::pair("p.gpkg", "gone")}) {
    std::string told_operator;
    auto reader =
        openLayer(dir.path(file), layer, "data:s/x",
                  [&](const std::string&, const std::string& what) { told_operator = what; });
    ASSERT_FALSE(reader.ok());
    EXPECT_NE(told_operator.find(file == std::string("p.gpkg") ? "gone" : "none.gpkg"),
              std::string::npos);
    EXPECT_EQ(errorDetail(reader.status()).reason, "INPUT_UNREADABLE");
    EXPECT_NE(reader.status().message().find("data:s/x"), absl::string_view::npos);
    EXPECT_EQ(reader.status().message().find(dir.path()), absl::string_view::npos);
  }
}

TEST(LayerReader, ListsBecomeJson) {
  const ScratchDir dir;
  writeGeoJson(dir.path("l.geojson"),
               R"({"type":"FeatureCollection","features":[{"type":"Feature",
                   "properties":{"numbers":[1,2,3]},"geometry":null}]})");
  auto reader = openLayer(dir.path("l.geojson"), "l", "data:s/l", ignore);
  ASSERT_TRUE(reader.ok()) << reader.status();
  Feature row;
  ASSERT_TRUE(*(*reader)->next(row));
  EXPECT_EQ((*reader)->schema().fields[0].type, FieldType::kJson);
  EXPECT_EQ(std::get<std::string>(row.attributes[0]), "[ 1, 2, 3 ]");
}

}  // namespace
}  // namespace geotask::testing
