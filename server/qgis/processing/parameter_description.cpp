// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/parameter_description.h"

#include <QTextDocument>
#include <cmath>
#include <set>

#include "qgis/processing/file_extensions.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/variant_json.h"

namespace geotask {

namespace {

// Of QgsProcessing's source types; empty for files.
std::string layerTypeName(int type) {
  switch (type) {
    case -2:
      return "MapLayer";
    case -1:
      return "VectorAnyGeometry";
    case 0:
      return "VectorPoint";
    case 1:
      return "VectorLine";
    case 2:
      return "VectorPolygon";
    case 3:
      return "Raster";
    case 5:
      return "Vector";
    case 6:
      return "Mesh";
    case 7:
      return "Plugin";
    case 8:
      return "PointCloud";
    case 9:
      return "Annotation";
    case 10:
      return "VectorTile";
    default:
      return "";
  }
}

// What a type takes that does not say more.
std::string layerTypeOf(const QString& type) {
  if (type == QLatin1String("source") || type == QLatin1String("vector")) return "Vector";
  if (type == QLatin1String("layer")) return "MapLayer";
  if (type == QLatin1String("raster") || type == QLatin1String("rasterDestination")) {
    return "Raster";
  }
  if (type == QLatin1String("mesh")) return "Mesh";
  if (type == QLatin1String("pointcloud")) return "PointCloud";
  if (type == QLatin1String("annotation")) return "Annotation";
  if (type == QLatin1String("tininputlayers") || type == QLatin1String("dxflayers") ||
      type == QLatin1String("vectortilewriterlayers")) {
    return "VectorAnyGeometry";
  }
  return "";
}

std::vector<std::string> layerTypes(const QgsProcessingParameterDefinition& parameter) {
  std::vector<std::string> names;
  const auto add = [&](int type) {
    const std::string name = layerTypeName(type);
    if (!name.empty()) names.push_back(name);
  };
  if (const auto* limited =
          dynamic_cast<const QgsProcessingParameterLimitedDataTypes*>(&parameter)) {
    for (const int type : limited->dataTypes()) add(type);
  } else if (const auto* layers =
                 dynamic_cast<const QgsProcessingParameterMultipleLayers*>(&parameter)) {
    add(static_cast<int>(layers->layerType()));
    return names;
  } else if (const auto* sink =
                 dynamic_cast<const QgsProcessingParameterFeatureSink*>(&parameter)) {
    add(static_cast<int>(sink->dataType()));
  } else if (const auto* vector =
                 dynamic_cast<const QgsProcessingParameterVectorDestination*>(&parameter)) {
    add(static_cast<int>(vector->dataType()));
  }
  const std::string rest = layerTypeOf(parameter.type());
  if (names.empty() && !rest.empty()) names.push_back(rest);
  return names;
}

bool takesList(const QgsProcessingParameterDefinition& parameter) {
  if (const auto* choice = dynamic_cast<const QgsProcessingParameterEnum*>(&parameter)) {
    return choice->allowMultiple();
  }
  if (const auto* field = dynamic_cast<const QgsProcessingParameterField*>(&parameter)) {
    return field->allowMultiple();
  }
  if (const auto* band = dynamic_cast<const QgsProcessingParameterBand*>(&parameter)) {
    return band->allowMultiple();
  }
  static const std::set<QString> lists = {
      QStringLiteral("multilayer"),     QStringLiteral("matrix"),
      QStringLiteral("fields_mapping"), QStringLiteral("aggregates"),
      QStringLiteral("tininputlayers"), QStringLiteral("vectortilewriterlayers"),
      QStringLiteral("dxflayers"),      QStringLiteral("meshdatasetgroups"),
      QStringLiteral("range")};
  return lists.count(parameter.type()) > 0;
}

void describeNumber(const QgsProcessingParameterNumber& number, ParameterDescription& into) {
  // A number at the edge of its type stands for no bound.
  constexpr double kNoBound = 1e300;
  if (std::abs(number.minimum()) < kNoBound) into.minimum = number.minimum();
  if (std::abs(number.maximum()) < kNoBound) into.maximum = number.maximum();
  into.integer = static_cast<int>(number.dataType()) == kIntegerNumber;
}

void describeFile(const QgsProcessingParameterFile& file, ParameterDescription& into) {
  into.folder = static_cast<int>(file.behavior()) == kFolderBehaviour;
  if (into.folder) return;
  if (!file.extension().isEmpty()) {
    into.extensions = {file.extension().toLower().toStdString()};
  } else {
    into.extensions = filterExtensions(file.fileFilter());
  }
}

void describeDestination(const QgsProcessingDestinationParameter& destination,
                         ParameterDescription& into) {
  into.folder = into.type == "folderDestination";
  into.extensions = destinationExtensions(destination);
  into.supports_rows = into.type == "sink" || into.type == "vectorDestination";
  into.default_value = into.optional ? Json() : Json("TEMPORARY_OUTPUT");
}

}  // namespace

ParameterDescription describeParameter(const QgsProcessingParameterDefinition& parameter) {
  ParameterDescription description;
  description.name = parameter.name().toStdString();
  description.description = parameter.description().toStdString();
  description.help = plainText(parameter.help());
  description.type = parameter.type().toStdString();
  const int flags = static_cast<int>(parameter.flags());
  description.optional = isOptional(parameter);
  description.advanced = (flags & kAdvanced) != 0;
  description.hidden = (flags & kHidden) != 0;
  description.destination = parameter.isDestination();
  description.default_value = toJson(parameter.defaultValue());
  description.multiple = takesList(parameter);
  description.data_types = layerTypes(parameter);
  const QStringList parents = parameter.dependsOnOtherParameters();
  if (!parents.isEmpty()) description.parent = parents.first().toStdString();
  description.definition = toJson(parameter.toVariantMap());

  if (const auto* number = dynamic_cast<const QgsProcessingParameterNumber*>(&parameter)) {
    describeNumber(*number, description);
  } else if (const auto* choice = dynamic_cast<const QgsProcessingParameterEnum*>(&parameter)) {
    // That of native:snapgeometries is a list, which it does not take itself.
    Json& value = description.default_value;
    if (!choice->allowMultiple() && value.is_array() && value.size() == 1) value = Json(value[0]);
    for (const QString& option : choice->options()) {
      description.options.push_back(option.toStdString());
    }
  } else if (const auto* file = dynamic_cast<const QgsProcessingParameterFile*>(&parameter)) {
    describeFile(*file, description);
  } else if (const auto* destination =
                 dynamic_cast<const QgsProcessingDestinationParameter*>(&parameter)) {
    describeDestination(*destination, description);
  }
  return description;
}

std::string plainText(const QString& text) {
  if (!Qt::mightBeRichText(text)) return text.trimmed().toStdString();
  QTextDocument document;
  document.setHtml(text);
  return document.toPlainText().trimmed().toStdString();
}

}  // namespace geotask
