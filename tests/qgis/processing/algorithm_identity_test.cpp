// SPDX-License-Identifier: GPL-2.0-or-later
//
// A call gives what QGIS gives when it is asked itself: native algorithms on Natural Earth 1:10m.
#include <gmock/gmock.h>
#include <qgsapplication.h>
#include <qgsprocessingalgorithm.h>
#include <qgsprocessingregistry.h>
#include <qgsprocessingutils.h>
#include <qgsproperty.h>
#include <qgsvectorlayer.h>

#include <QDir>
#include <QFile>

#include "call_driver.h"
#include "qgis/processing/layer_rows.h"
#include "qgis/processing/variant_json.h"

namespace geotask::testing {
namespace {

struct Drawn {
  const char* algorithm;
  const char* parameters;  // JSON
};

std::vector<Feature> rowsOf(const QgsVectorLayer& layer) {
  std::vector<Feature> rows;
  EXPECT_TRUE(readLayer(layer, [&](Feature&& row) {
                rows.push_back(std::move(row));
                return absl::OkStatus();
              }).ok());
  return rows;
}

// The parameters as QGIS itself takes them: paths for references, properties for expressions.
QVariantMap direct(const Json& given, const std::vector<CallLayer>& layers) {
  std::string text = given.dump();
  for (const CallLayer& layer : layers) {
    const std::string quoted = "\"" + layer.reference + "\"";
    for (size_t at = text.find(quoted); at != std::string::npos; at = text.find(quoted)) {
      text.replace(at, quoted.size(), "\"" + layer.uri + "\"");
    }
  }
  QVariantMap parameters = toVariant(Json::parse(text)).toMap();
  for (QVariant& value : parameters) {
    const QString expression = value.toMap().value("expression").toString();
    if (!expression.isEmpty()) value = QVariant::fromValue(QgsProperty::fromExpression(expression));
  }
  return parameters;
}

class AlgorithmIdentity : public ::testing::TestWithParam<Drawn> {
 protected:
  QVariantMap runDirect(const Json& parameters, const std::vector<CallLayer>& layers) {
    const QgsProcessingAlgorithm* algorithm =
        QgsApplication::processingRegistry()->algorithmById(GetParam().algorithm);
    if (algorithm == nullptr) return {};
    context_.setInvalidGeometryCheck(static_cast<decltype(context_.invalidGeometryCheck())>(2));
    QgsProcessingFeedback feedback(false);
    bool ok = false;
    const QVariantMap results =
        algorithm->run(direct(parameters, layers), context_, &feedback, &ok);
    EXPECT_TRUE(ok) << feedback.textLog().toStdString();
    return results;
  }

  void expectSameRows(const QgsVectorLayer& actual, const QgsVectorLayer& expected) {
    const Schema schema = layerSchema(expected);
    ASSERT_EQ(layerSchema(actual).fields.size(), schema.fields.size());
    EXPECT_EQ(layerSchema(actual).geometry_type, schema.geometry_type);
    EXPECT_EQ(layerSchema(actual).crs, schema.crs);
    const std::vector<Feature> wanted = rowsOf(expected);
    const std::vector<Feature> rows = rowsOf(actual);
    ASSERT_EQ(rows.size(), wanted.size());
    EXPECT_FALSE(rows.empty());
    for (size_t i = 0; i < rows.size(); ++i) {
      ASSERT_TRUE(rows[i].wkb == wanted[i].wkb) << "row " << i;
      ASSERT_TRUE(rows[i].attributes == wanted[i].attributes) << "row " << i;
    }
  }

  QgsProcessingContext context_;
};

TEST_P(AlgorithmIdentity, GivesWhatQgisGives) {
  const Json parameters = Json::parse(GetParam().parameters);
  DrawnCall drawn(GetParam().algorithm, parameters);
  HeardWords words;
  AlgorithmCall call(drawn.request);
  const absl::Status status = call.run(words);
  ASSERT_TRUE(status.ok()) << status;

  Json with_outputs = parameters;
  QDir().mkpath(QString::fromStdString(drawn.request.out_folder + "/direct"));
  for (const auto& [key, value] : parameters.items()) {
    // What is a file here is a file elsewhere there.
    if (value.is_string() && value.get<std::string>().rfind("out.", 0) == 0) {
      with_outputs[key] = drawn.request.out_folder + "/direct/" + value.get<std::string>();
    }
  }
  if (!parameters.contains("OUTPUT")) with_outputs["OUTPUT"] = "TEMPORARY_OUTPUT";
  const QVariantMap expected = runDirect(with_outputs, drawn.request.layers);

  ASSERT_FALSE(call.outputs().empty());
  for (const CallOutput& output : call.outputs()) {
    SCOPED_TRACE(output.name);
    const QVariant wanted = expected.value(QString::fromStdString(output.name));
    if (output.rows) {
      auto* layer = qobject_cast<QgsVectorLayer*>(
          QgsProcessingUtils::mapLayerFromString(wanted.toString(), context_));
      ASSERT_NE(layer, nullptr);
      expectSameRows(*output.rows, *layer);
      EXPECT_EQ(output.layer_name, layer->name().toStdString());
    } else if (!output.files.empty()) {
      QFile ours(QString::fromStdString(drawn.request.out_folder + "/" + output.files[0]));
      QFile theirs(wanted.toString());
      ASSERT_TRUE(ours.open(QIODevice::ReadOnly) && theirs.open(QIODevice::ReadOnly));
      EXPECT_TRUE(ours.readAll() == theirs.readAll());
    } else {
      EXPECT_EQ(output.value, toJson(wanted));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Native, AlgorithmIdentity,
    ::testing::Values(
        Drawn{"native:buffer", R"({"INPUT": "dataset:disputed_borders", "DISTANCE": 0.1,
            "END_CAP_STYLE": 1, "SEGMENTS": "3"})"},
        Drawn{"native:centroids", R"({"INPUT": "dataset:states_provinces", "ALL_PARTS": true})"},
        Drawn{"native:boundingboxes", R"({"INPUT": "dataset:countries"})"},
        Drawn{"native:convexhull", R"({"INPUT": "dataset:countries"})"},
        Drawn{"native:multiparttosingleparts", R"({"INPUT": "dataset:countries"})"},
        Drawn{"native:simplifygeometries",
              R"({"INPUT": "dataset:countries", "METHOD": 0, "TOLERANCE": 0.5})"},
        Drawn{"native:extractvertices", R"({"INPUT": "dataset:disputed_borders"})"},
        Drawn{"native:reprojectlayer",
              R"({"INPUT": "dataset:disputed_borders", "TARGET_CRS": "EPSG:3857"})"},
        Drawn{"native:extractbyexpression", R"({"INPUT": "dataset:countries",
            "EXPRESSION": "\"NAME\" LIKE 'C%'", "FAIL_OUTPUT": "TEMPORARY_OUTPUT"})"},
        Drawn{"native:fieldcalculator", R"({"INPUT": "dataset:countries", "FIELD_NAME": "x2",
            "FIELD_TYPE": "0", "FIELD_LENGTH": 12, "FIELD_PRECISION": 4, "FORMULA": "$area"})"},
        Drawn{"native:addautoincrementalfield",
              R"({"INPUT": "dataset:countries", "FIELD_NAME": "n", "START": 5})"},
        Drawn{"native:dissolve",
              R"({"INPUT": "dataset:disputed_borders", "FIELD": ["adm0_left"]})"},
        Drawn{"native:mergevectorlayers",
              R"({"LAYERS": ["dataset:disputed_borders", "dataset:disputed_borders"]})"},
        Drawn{"native:creategrid", R"({"TYPE": 0, "EXTENT": "0,10,40,50 [EPSG:4326]",
            "HSPACING": 1, "VSPACING": 2.5, "CRS": "EPSG:4326"})"},
        Drawn{"native:pointonsurface", R"({"INPUT": "dataset:countries"})"},
        Drawn{"native:translategeometry",
              R"({"INPUT": "dataset:countries", "DELTA_X": 1, "DELTA_Z": 3})"},
        Drawn{"native:buffer", R"({"INPUT": "dataset:disputed_borders",
            "DISTANCE": {"type": "data_defined", "expression": "0.25"}, "OUTPUT": "out.geojson"})"},
        Drawn{"native:createconstantrasterlayer", R"({"EXTENT": "0,10,0,5 [EPSG:4326]",
            "TARGET_CRS": "EPSG:4326", "PIXEL_SIZE": 0.5, "NUMBER": 7, "OUTPUT": "out.tif"})"},
        Drawn{"native:joinattributestable", R"({"INPUT": "dataset:disputed_borders",
            "FIELD": "fid", "INPUT_2": "dataset:countries", "FIELD_2": "fid",
            "FIELDS_TO_COPY": ["NAME"]})"},
        Drawn{"native:extenttolayer", R"({"INPUT": "0,10,0,5 [EPSG:4326]"})"}),
    [](const auto& drawn) {
      std::string name(drawn.param.algorithm);
      name.replace(name.find(':'), 1, "_");
      return name + "_" + std::to_string(drawn.index);
    });

}  // namespace
}  // namespace geotask::testing
