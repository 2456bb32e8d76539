// SPDX-License-Identifier: GPL-2.0-or-later
//
// What JSON becomes for each type of parameter.
#include "qgis/processing/parameter_values.h"

#include <gmock/gmock.h>
#include <qgsgeometry.h>
#include <qgsprocessingparametertininputlayers.h>
#include <qgsproperty.h>
#include <qgsreferencedgeometry.h>
#include <qgsvectordataprovider.h>
#include <qgsvectorlayer.h>

#include <cmath>

#include "domain/errors.h"
#include "qgis/processing/variant_json.h"

namespace geotask::testing {
namespace {

#if _QGIS_VERSION_INT >= 33600
constexpr auto kDouble = Qgis::ProcessingNumberParameterType::Double;
constexpr auto kInteger = Qgis::ProcessingNumberParameterType::Integer;
constexpr auto kFolder = Qgis::ProcessingFileParameterBehavior::Folder;
#else
constexpr auto kDouble = QgsProcessingParameterNumber::Double;
constexpr auto kInteger = QgsProcessingParameterNumber::Integer;
constexpr auto kFolder = QgsProcessingParameterFile::Folder;
#endif

using ::testing::HasSubstr;

const std::vector<CallLayer> kLayers = {
    {"dataset:roads", "/in/1/roads.gpkg", "", nullptr},
    {"dataset:folder/", "/in/2", "", nullptr},
    {"data:db/towns", "dbname='x' table=\"towns\"", "postgres", nullptr},
    {"data:world/countries", "/data/world.gpkg|layername=countries", "ogr", nullptr},
};

absl::StatusOr<QVariant> read(const QgsProcessingParameterDefinition& parameter,
                              const Json& given) {
  const CallLayers layers(kLayers);
  return parameterValue(parameter, given, layers);
}

QVariant value(const QgsProcessingParameterDefinition& parameter, const Json& given) {
  const absl::StatusOr<QVariant> made = read(parameter, given);
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *made : QVariant();
}

std::string refusal(const QgsProcessingParameterDefinition& parameter, const Json& given) {
  const absl::StatusOr<QVariant> made = read(parameter, given);
  EXPECT_FALSE(made.ok()) << given.dump() << " was taken";
  if (made.ok()) return "";
  EXPECT_EQ(errorDetail(made.status()).reason, "INVALID_PARAMETER");
  EXPECT_THAT(errorDetail(made.status()).field, HasSubstr("parameters.P"));
  return std::string(made.status().message());
}

TEST(ParameterValues, NumbersMayBeTextAndKeepSixtyFourBits) {
  const QgsProcessingParameterNumber number("P", "", kDouble);
  EXPECT_EQ(value(number, 2.5), QVariant(2.5));
  EXPECT_EQ(value(number, "2.5").toDouble(), 2.5);
  EXPECT_EQ(value(number, 9007199254740993).toLongLong(), 9007199254740993);
  EXPECT_THAT(refusal(number, "wide"), HasSubstr("accepted: a number"));
  EXPECT_THAT(refusal(number, Json::array({1})), HasSubstr("accepted: a number"));
}

TEST(ParameterValues, TextThatIsNoNumberIsRefusedWhereQgisWouldTakeItsDefault) {
  const QgsProcessingParameterNumber number("P", "", kInteger, 3, true, 0, 9);
  EXPECT_THAT(refusal(number, "wide"), HasSubstr("a whole number from 0 to 9"));
}

TEST(ParameterValues, AnEnumIsItsIndexOrTheTextOfItsOption) {
  const QgsProcessingParameterEnum cap("P", "", {"Round", "Flat"});
  for (const Json& flat : {Json(1), Json(1.0), Json("1"), Json("Flat"), Json("flat")}) {
    EXPECT_EQ(value(cap, flat), QVariant(1)) << flat.dump();
  }
  for (const Json& none : {Json(2), Json(-1), Json(0.5), Json("Square"), Json("2"), Json(true)}) {
    EXPECT_THAT(refusal(cap, none), HasSubstr("0 or Round, 1 or Flat"));
  }
}

TEST(ParameterValues, AnEnumOfSeveralTakesAListOrTextWithCommas) {
  const QgsProcessingParameterEnum several("P", "", {"a", "b", "c"}, true);
  const QVariant expected = QVariantList{0, 2};
  EXPECT_EQ(value(several, Json::array({"a", 2})), expected);
  EXPECT_EQ(value(several, "0,2"), expected);
  EXPECT_EQ(value(several, Json::array()), QVariant(QVariantList()));
}

TEST(ParameterValues, AnEnumOfTextsStaysText) {
  const QgsProcessingParameterEnum driver("P", "", {"GPKG", "SQLite"}, false, QVariant(), false,
                                          true);
  EXPECT_EQ(value(driver, "SQLite"), QVariant("SQLite"));
  EXPECT_EQ(value(driver, 0), QVariant("GPKG"));
}

TEST(ParameterValues, ABooleanHasSixSpellings) {
  const QgsProcessingParameterBoolean flag("P");
  for (const Json& yes : {Json(true), Json(1), Json("True"), Json("yes"), Json("1")}) {
    EXPECT_EQ(value(flag, yes), QVariant(true));
  }
  EXPECT_EQ(value(flag, "false"), QVariant(false));
  EXPECT_THAT(refusal(flag, "maybe"), HasSubstr("true or false"));
}

TEST(ParameterValues, TextIsNeverAReference) {
  EXPECT_EQ(value(QgsProcessingParameterString("P"), "dataset:roads"), QVariant("dataset:roads"));
  EXPECT_EQ(value(QgsProcessingParameterExpression("P"), "\"a\" > 1"), QVariant("\"a\" > 1"));
  EXPECT_EQ(value(QgsProcessingParameterString("P"), 7), QVariant("7"));
  EXPECT_EQ(value(QgsProcessingParameterString("P"), ""), QVariant(""));
}

TEST(ParameterValues, ALayerIsAReference) {
  const QgsProcessingParameterFeatureSource source("P");
  EXPECT_EQ(value(source, "dataset:roads"), QVariant("/in/1/roads.gpkg"));
  EXPECT_EQ(value(source, "dataset:roads|layername=main"),
            QVariant("/in/1/roads.gpkg|layername=main"));
  EXPECT_EQ(value(source, "data:world/countries"),
            QVariant("/data/world.gpkg|layername=countries"));
  EXPECT_EQ(value(source, "data:db/towns"), QVariant("postgres://dbname='x' table=\"towns\""));
}

TEST(ParameterValues, WhatNamesAFileOrAServerIsNoLayer) {
  const QgsProcessingParameterFeatureSource source("P");
  const QgsProcessingParameterRasterLayer raster("P", "");
  const QgsProcessingParameterMultipleLayers several("P", "");
  const QgsProcessingParameterFile file("P");
  for (const char* place :
       {"/etc/passwd", "roads.gpkg", "memory:Point", "ogr:/etc/passwd", "postgres://host=x",
        "/vsicurl/http://example.org/x.tif", "https://example.org/x.geojson", "dataset:other",
        "virtual://?query=SELECT 1", "../x.shp", ""}) {
    EXPECT_THAT(refusal(source, place), HasSubstr("dataset:ID")) << place;
    EXPECT_THAT(refusal(raster, place), HasSubstr("dataset:ID")) << place;
    EXPECT_THAT(refusal(several, Json::array({"dataset:roads", place})), HasSubstr("dataset:ID"));
    EXPECT_THAT(refusal(file, place), HasSubstr("dataset:ID")) << place;
    EXPECT_FALSE(read(QgsProcessingParameterExtent("P"), place).ok()) << place;
    EXPECT_FALSE(read(QgsProcessingParameterPoint("P"), place).ok()) << place;
    EXPECT_FALSE(read(QgsProcessingParameterGeometry("P"), place).ok()) << place;
  }
}

TEST(ParameterValues, ASourceHasOptions) {
  const QVariant made =
      value(QgsProcessingParameterFeatureSource("P"),
            {{"source", "dataset:roads"}, {"feature_limit", 10}, {"invalid_features", "skip"}});
  const auto definition = made.value<QgsProcessingFeatureSourceDefinition>();
  EXPECT_EQ(definition.source.staticValue(), QVariant("/in/1/roads.gpkg"));
  EXPECT_EQ(definition.featureLimit, 10);
  EXPECT_EQ(static_cast<int>(definition.geometryCheck), 1);
  EXPECT_EQ(static_cast<int>(definition.flags), 1);
}

TEST(ParameterValues, OfALayerRowsCanBeSelected) {
  auto towns = std::make_shared<QgsVectorLayer>(
      QStringLiteral("Point?crs=EPSG:4326&field=size:integer"), QStringLiteral("towns"), "memory");
  QgsFeature small(towns->fields());
  small.setAttribute(0, 1);
  QgsFeature large(towns->fields());
  large.setAttribute(0, 9);
  QgsFeatureList both{small, large};
  towns->dataProvider()->addFeatures(both);
  const std::vector<CallLayer> given = {{"dataset:towns", "", "", towns}};
  const CallLayers layers(given);
  const Json asked = {{"source", "dataset:towns"}, {"selection", "size > 5"}};

  const auto source = parameterValue(QgsProcessingParameterFeatureSource("P"), asked, layers);
  ASSERT_TRUE(source.ok()) << source.status();
  const auto definition = source->value<QgsProcessingFeatureSourceDefinition>();
  EXPECT_TRUE(definition.selectedFeaturesOnly);
  const auto made = layers.rows(definition.source.staticValue().toString());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->selectedFeatureCount(), 1);
  EXPECT_EQ(made->getFeature(*made->selectedFeatureIds().begin()).attribute("size"), 9);
  EXPECT_EQ(towns->selectedFeatureCount(), 0) << "the layer itself stays as it is";

  const auto layer = parameterValue(QgsProcessingParameterVectorLayer("P"), asked, layers);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layers.rows(layer->toString())->selectedFeatureCount(), 1);
  EXPECT_EQ(layers.withReferences(layer->toString().toStdString()), "dataset:towns");

  const auto wrong = parameterValue(QgsProcessingParameterVectorLayer("P"),
                                    {{"source", "dataset:towns"}, {"selection", "size >"}}, layers);
  EXPECT_EQ(errorDetail(wrong.status()).field, "parameters.P.selection");
}

TEST(ParameterValues, ALayerHasNoOptionsButASelection) {
  EXPECT_THAT(refusal(QgsProcessingParameterVectorLayer("P"),
                      {{"source", "dataset:roads"}, {"feature_limit", 3}}),
              HasSubstr("selection"));
}

TEST(ParameterValues, AnOptionThatASourceHasNotIsNamed) {
  const QgsProcessingParameterFeatureSource source("P");
  EXPECT_THAT(refusal(source, {{"source", "dataset:roads"}, {"limit", 3}}),
              HasSubstr("parameters.P.limit"));
  EXPECT_THAT(refusal(source, {{"source", "dataset:roads"}, {"feature_limit", 0.5}}),
              HasSubstr("feature_limit"));
  EXPECT_THAT(refusal(source, {{"feature_limit", 3}}), HasSubstr("source"));
}

TEST(ParameterValues, SeveralLayersAreAListAndNoneIsAnEmptyOne) {
  const QgsProcessingParameterMultipleLayers several("P", "");
  EXPECT_EQ(value(several, Json::array({"dataset:roads", "dataset:roads|layerid=1"})),
            QVariant(QVariantList{"/in/1/roads.gpkg", "/in/1/roads.gpkg|layerid=1"}));
  EXPECT_EQ(value(several, Json::array()), QVariant(QVariantList()));
}

TEST(ParameterValues, ReferencesInObjectsAreReplaced) {
  const QgsProcessingParameterTinInputLayers tin("P");
  const Json layer = {{"source", "dataset:roads"}, {"type", 0}, {"attributeIndex", -1}};
  const QVariantMap first = value(tin, Json::array({layer})).toList().first().toMap();
  EXPECT_EQ(first.value("source"), QVariant("/in/1/roads.gpkg"));
  EXPECT_EQ(first.value("attributeIndex"), QVariant(-1));
  EXPECT_FALSE(read(tin, Json::array({{{"source", "/etc/passwd"}}})).ok());
}

TEST(ParameterValues, AFileOrAFolderIsAReference) {
  const QgsProcessingParameterFile file("P");
  const QgsProcessingParameterFile folder("P", "", kFolder);
  EXPECT_EQ(value(file, "dataset:roads"), QVariant("/in/1/roads.gpkg"));
  EXPECT_EQ(value(folder, "dataset:folder/"), QVariant("/in/2"));
  EXPECT_FALSE(read(file, "data:db/towns").ok());
}

TEST(ParameterValues, AGeometryIsWktOrWkb) {
  const QgsProcessingParameterGeometry geometry("P");
  const QgsGeometry point = QgsGeometry::fromWkt("PointZ (1 2 3)");
  const std::string base64 = point.asWkb().toBase64().toStdString();
  EXPECT_EQ(value(geometry, "CRS=EPSG:4326;Point (1 2)"), QVariant("CRS=EPSG:4326;Point (1 2)"));
  EXPECT_EQ(value(geometry, {{"type", "wkb"}, {"base64", base64}}).value<QgsGeometry>().asWkt(),
            point.asWkt());
  const auto referenced =
      value(geometry, {{"type", "wkb"}, {"base64", base64}, {"crs", "EPSG:3857"}})
          .value<QgsReferencedGeometry>();
  EXPECT_EQ(referenced.crs().authid(), "EPSG:3857");
  EXPECT_FALSE(read(geometry, {{"type", "wkb"}, {"base64", "AAAA"}}).ok());
  EXPECT_FALSE(read(geometry, {{"type", "wkb"}, {"base64", "?"}}).ok());
}

TEST(ParameterValues, PointsAndExtentsAreAsQgisWritesThem) {
  EXPECT_EQ(value(QgsProcessingParameterPoint("P"), "3.5,-4.5 [EPSG:4326]"),
            QVariant("3.5,-4.5 [EPSG:4326]"));
  EXPECT_EQ(value(QgsProcessingParameterExtent("P"), "0,10,-1e1,20 [EPSG:4326]"),
            QVariant("0,10,-1e1,20 [EPSG:4326]"));
  EXPECT_EQ(value(QgsProcessingParameterExtent("P"), "dataset:roads"),
            QVariant("/in/1/roads.gpkg"));
}

TEST(ParameterValues, ACrsNamesNoFiles) {
  const QgsProcessingParameterCrs crs("P", "");
  EXPECT_EQ(value(crs, "EPSG:3857"), QVariant("EPSG:3857"));
  for (const char* text :
       {"+proj=longlat +nadgrids=/etc/passwd +type=crs", "+init=/etc/passwd:1", "no crs",
        "PROJ:+proj=longlat +geoidgrids=/vsicurl/http://example.org/g.gtx"}) {
    EXPECT_THAT(refusal(crs, text), HasSubstr("authority code")) << text;
  }
  EXPECT_FALSE(
      read(QgsProcessingParameterExtent("P"), "0,1,0,1 [+proj=longlat +nadgrids=/etc/passwd]")
          .ok());
}

TEST(ParameterValues, AnOperationNamesGridsWithoutAFolder) {
  const QgsProcessingParameterCoordinateOperation operation("P", "");
  EXPECT_TRUE(read(operation, "+proj=pipeline +step +proj=hgridshift +grids=a.tif").ok());
  EXPECT_FALSE(read(operation, "+proj=pipeline +step +proj=hgridshift +grids=/tmp/a.tif").ok());
}

TEST(ParameterValues, WhatIsDataDefinedBecomesAProperty) {
  const QgsProcessingParameterDistance distance("P");
  const auto expression =
      value(distance, {{"type", "data_defined"}, {"expression", "\"width\" * 2"}})
          .value<QgsProperty>();
  EXPECT_EQ(expression.expressionString(), "\"width\" * 2");
  const auto field =
      value(distance, {{"type", "data_defined"}, {"field", "width"}}).value<QgsProperty>();
  EXPECT_EQ(field.field(), "width");
  EXPECT_FALSE(read(distance, {{"type", "data_defined"}}).ok());
}

TEST(ParameterValues, AMatrixIsOneFlatList) {
  const QgsProcessingParameterMatrix matrix("P");
  const QVariant flat = QVariantList{0, 10, 1, 10, 20, 2};
  EXPECT_EQ(value(matrix, Json::array({0, 10, 1, 10, 20, 2})), flat);
  EXPECT_EQ(value(matrix, Json::parse("[[0,10,1],[10,20,2]]")), flat);
}

TEST(ParameterValues, ListsOfNamesRangesAndMappingsKeepTheirShape) {
  EXPECT_EQ(value(QgsProcessingParameterField("P"), Json::array({"a", "b"})),
            QVariant(QVariantList{"a", "b"}));
  EXPECT_EQ(value(QgsProcessingParameterRange("P"), Json::array({0, 2.5})),
            QVariant(QVariantList{0, 2.5}));
  EXPECT_EQ(value(QgsProcessingParameterBand("P"), 2), QVariant(2));
  EXPECT_EQ(value(QgsProcessingParameterColor("P"), "#ff0000"), QVariant("#ff0000"));
  EXPECT_EQ(value(QgsProcessingParameterDateTime("P"), "2024-02-29T12:00:00"),
            QVariant("2024-02-29T12:00:00"));
}

TEST(VariantJson, KeepsWhatItReads) {
  const Json json = Json::parse(
      R"({"a": [1, 2.5, "x", null, true], "big": 9223372036854775807, "o": {"k": -1}})");
  EXPECT_EQ(toJson(toVariant(json)), json);
  EXPECT_EQ(toJson(QVariant(std::nan(""))), nullptr);
}

}  // namespace
}  // namespace geotask::testing
