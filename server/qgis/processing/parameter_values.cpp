// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/parameter_values.h"

#include <qgsproperty.h>

#include <QStringList>
#include <array>
#include <cmath>
#include <functional>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/text.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/layer_values.h"
#include "qgis/processing/spatial_values.h"
#include "qgis/processing/variant_json.h"

namespace geotask {

namespace {

using Definition = QgsProcessingParameterDefinition;

std::string nameOf(const Definition& parameter) { return parameter.name().toStdString(); }

absl::Status refuse(const Definition& parameter, const Json& given) {
  return invalidParameter(nameOf(parameter), shown(given), acceptedBy(parameter));
}

// A number at the edge of its type stands for no bound.
bool isBound(double value) { return std::abs(value) < 1e300; }

std::string range(const QgsProcessingParameterNumber& number) {
  std::string text;
  if (isBound(number.minimum())) absl::StrAppend(&text, " from ", number.minimum());
  if (isBound(number.maximum())) {
    absl::StrAppend(&text, text.empty() ? " up to " : " to ", number.maximum());
  }
  return text;
}

// {"type": "data_defined", "expression": ...} or {..., "field": ...}.
bool isDataDefined(const Json& given) {
  const auto type = given.is_object() ? given.find("type") : given.end();
  return given.is_object() && type != given.end() && *type == "data_defined";
}

absl::StatusOr<QVariant> dataDefinedValue(const Definition& parameter, const Json& given) {
  const auto expression = given.find("expression");
  if (expression != given.end() && expression->is_string()) {
    return QVariant::fromValue(
        QgsProperty::fromExpression(QString::fromStdString(expression->get<std::string>())));
  }
  const auto field = given.find("field");
  if (field != given.end() && field->is_string()) {
    return QVariant::fromValue(
        QgsProperty::fromField(QString::fromStdString(field->get<std::string>())));
  }
  return invalidParameter(nameOf(parameter), shown(given),
                          R"({"type": "data_defined", "expression": "..."} or "field": "...")");
}

absl::StatusOr<QVariant> numberValue(const Definition& parameter, const Json& given) {
  if (given.is_number()) return toVariant(given);
  if (!given.is_string()) return refuse(parameter, given);
  const QVariant text = toVariant(given);
  bool is_number = false;
  text.toDouble(&is_number);
  // What is no plain number may have a unit that this QGIS knows: it is QGIS's to judge. Of an
  // optional parameter it takes any text, and then its default.
  const bool judged = !isOptional(parameter) && parameter.checkValueIsAcceptable(text);
  if (!is_number && !judged) return refuse(parameter, given);
  return text;
}

absl::StatusOr<QVariant> booleanValue(const Definition& parameter, const Json& given) {
  if (given.is_boolean()) return toVariant(given);
  if (given.is_number() && (given == 0 || given == 1)) return QVariant(given == 1);
  if (given.is_string()) {
    const std::string text = absl::AsciiStrToLower(given.get<std::string>());
    if (text == "true" || text == "yes" || text == "1") return QVariant(true);
    if (text == "false" || text == "no" || text == "0") return QVariant(false);
  }
  return refuse(parameter, given);
}

// The index of an option, given as number, as text, or by the option's own text; -1 for none.
int optionIndex(const QStringList& options, const Json& given) {
  if (given.is_number()) {
    const double index = given.get<double>();
    const bool whole = index == std::floor(index) && index >= 0 && index < options.size();
    return whole ? static_cast<int>(index) : -1;
  }
  if (!given.is_string()) return -1;
  const QString text = QString::fromStdString(given.get<std::string>());
  const int exact = options.indexOf(text);
  if (exact >= 0) return exact;
  bool is_number = false;
  const int index = text.trimmed().toInt(&is_number);
  if (is_number) return index >= 0 && index < options.size() ? index : -1;
  for (int i = 0; i < options.size(); ++i) {
    if (options[i].compare(text, Qt::CaseInsensitive) == 0) return i;
  }
  return -1;
}

absl::StatusOr<QVariant> enumValue(const Definition& parameter, const Json& given) {
  const auto& definition = dynamic_cast<const QgsProcessingParameterEnum&>(parameter);
  const QStringList options = definition.options();
  const bool texts = definition.usesStaticStrings();
  const auto one = [&](int index) { return texts ? QVariant(options[index]) : QVariant(index); };

  if (!definition.allowMultiple()) {
    const int index = optionIndex(options, given);
    if (index < 0) return refuse(parameter, given);
    return one(index);
  }
  Json members = given;
  if (given.is_string() && optionIndex(options, given) < 0) {
    members = Json::array();
    for (const QString& part : QString::fromStdString(given.get<std::string>()).split(',')) {
      members.push_back(part.toStdString());
    }
  } else if (!given.is_array()) {
    members = Json::array({given});
  }
  QVariantList list;
  for (const Json& member : members) {
    const int index = optionIndex(options, member);
    if (index < 0) return refuse(parameter, given);
    list.append(one(index));
  }
  return QVariant(list);
}

// Text, or what has one spelling as text.
absl::StatusOr<QVariant> textValue(const Definition& parameter, const Json& given) {
  if (given.is_structured()) return refuse(parameter, given);
  return QVariant(toVariant(given).toString());
}

// A name or index, or a list of them.
absl::StatusOr<QVariant> namesValue(const Definition& parameter, const Json& given) {
  if (given.is_object()) return refuse(parameter, given);
  return toVariant(given);
}

absl::StatusOr<QVariant> matrixValue(const Definition& parameter, const Json& given) {
  if (given.is_string()) return toVariant(given);
  if (!given.is_array()) return refuse(parameter, given);
  // Rows of a table may be lists of their own; QGIS takes one flat list.
  QVariantList flat;
  for (const Json& member : given) {
    if (member.is_array()) {
      flat.append(toVariant(member).toList());
    } else {
      flat.append(toVariant(member));
    }
  }
  return QVariant(flat);
}

absl::StatusOr<QVariant> objectsValue(const Definition& parameter, const Json& given) {
  if (!given.is_structured()) return refuse(parameter, given);
  return toVariant(given);
}

using Convert =
    std::function<absl::StatusOr<QVariant>(const Definition&, const Json&, const CallLayers&)>;

Convert plain(absl::StatusOr<QVariant> (*convert)(const Definition&, const Json&)) {
  return [convert](const Definition& parameter, const Json& given, const CallLayers&) {
    return convert(parameter, given);
  };
}

Convert named(absl::StatusOr<QVariant> (*convert)(const std::string&, const Json&)) {
  return [convert](const Definition& parameter, const Json& given, const CallLayers&) {
    return convert(nameOf(parameter), given);
  };
}

Convert withLayers(absl::StatusOr<QVariant> (*convert)(const std::string&, const Json&,
                                                       const CallLayers&)) {
  return [convert](const Definition& parameter, const Json& given, const CallLayers& layers) {
    return convert(nameOf(parameter), given, layers);
  };
}

absl::StatusOr<QVariant> oneLayer(const Definition& parameter, const Json& given,
                                  const CallLayers& layers) {
  return layerValue(nameOf(parameter), given, layers, parameter.type() == QLatin1String("source"));
}

absl::StatusOr<QVariant> oneMesh(const Definition& parameter, const Json& given,
                                 const CallLayers& layers) {
  if (!given.is_string()) return oneLayer(parameter, given, layers);
  const auto mesh = layers.mesh(nameOf(parameter), given.get<std::string>());
  if (!mesh.ok()) return mesh.status();
  return QVariant(*mesh);
}

absl::StatusOr<QVariant> manyLayers(const Definition& parameter, const Json& given,
                                    const CallLayers& layers) {
  const auto& definition = dynamic_cast<const QgsProcessingParameterMultipleLayers&>(parameter);
  return layerListValue(nameOf(parameter), given, layers,
                        static_cast<int>(definition.layerType()) == kFileSource);
}

const std::map<std::string, Convert>& conversions() {
  static const std::map<std::string, Convert> table = {
      {"number", plain(numberValue)},
      {"distance", plain(numberValue)},
      {"area", plain(numberValue)},
      {"volume", plain(numberValue)},
      {"duration", plain(numberValue)},
      {"scale", plain(numberValue)},
      {"boolean", plain(booleanValue)},
      {"enum", plain(enumValue)},
      {"string", plain(textValue)},
      {"expression", plain(textValue)},
      {"datetime", plain(textValue)},
      {"color", plain(textValue)},
      {"layout", plain(textValue)},
      {"layoutitem", plain(textValue)},
      {"maptheme", plain(textValue)},
      {"authcfg", plain(textValue)},
      {"providerconnection", plain(textValue)},
      {"databaseschema", plain(textValue)},
      {"databasetable", plain(textValue)},
      {"field", plain(namesValue)},
      {"band", plain(namesValue)},
      {"range", plain(namesValue)},
      {"meshdatasetgroups", plain(namesValue)},
      {"matrix", plain(matrixValue)},
      {"fields_mapping", plain(objectsValue)},
      {"aggregates", plain(objectsValue)},
      {"meshdatasettime", plain(objectsValue)},
      {"geometry", named(geometryValue)},
      {"point", named(pointValue)},
      {"coordinateoperation", named(operationValue)},
      {"extent", withLayers(extentValue)},
      {"crs", withLayers(crsValue)},
      {"file", withLayers(fileValue)},
      {"idw_interpolation_data", withLayers(layerRowsValue)},
      {"tininputlayers", withLayers(layerObjectsValue)},
      {"vectortilewriterlayers", withLayers(layerObjectsValue)},
      {"dxflayers", withLayers(layerObjectsValue)},
      {"source", oneLayer},
      {"vector", oneLayer},
      {"raster", oneLayer},
      {"layer", oneLayer},
      {"mesh", oneMesh},
      {"pointcloud", oneLayer},
      {"annotation", oneLayer},
      {"multilayer", manyLayers},
  };
  return table;
}

}  // namespace

absl::StatusOr<QVariant> parameterValue(const Definition& parameter, const Json& given,
                                        const CallLayers& layers) {
  if (isDataDefined(given)) return dataDefinedValue(parameter, given);
  const auto found = conversions().find(parameter.type().toStdString());
  // Types that plugins bring.
  if (found == conversions().end()) return valueWithLayers(given, layers);
  return found->second(parameter, given, layers);
}

std::string acceptedBy(const Definition& parameter) {
  static const std::map<std::string, std::string> words = {
      {"boolean", "true or false"},
      {"field", "the name of a field, or a list of names where it takes several"},
      {"band", "the number of a band"},
      {"range", "two numbers: a list, or text as 0,10"},
      {"matrix",
       "one flat list of the table's cells, row by row, or text with commas between them"},
      {"fields_mapping", "a list of objects: name, type, expression and so on"},
      {"aggregates", "a list of objects: aggregate, input, name, type and so on"},
      {"datetime", "a date, time or both in ISO 8601"},
      {"color", "a colour as #rrggbb or #aarrggbb"},
      {"expression", "an expression of QGIS as text"},
  };
  if (const auto* number = dynamic_cast<const QgsProcessingParameterNumber*>(&parameter)) {
    const bool whole = static_cast<int>(number->dataType()) == kIntegerNumber;
    return (whole ? "a whole number" : "a number") + range(*number);
  }
  if (const auto* choice = dynamic_cast<const QgsProcessingParameterEnum*>(&parameter)) {
    std::vector<std::string> options;
    for (int i = 0; i < choice->options().size(); ++i) {
      options.push_back(absl::StrCat(i, " or ", choice->options().at(i).toStdString()));
    }
    return (choice->allowMultiple() ? "a list of " : "") + shortList(options, 20);
  }
  const auto found = words.find(parameter.type().toStdString());
  if (found != words.end()) return found->second;
  return absl::StrCat("a value of type ", parameter.type().toStdString());
}

std::string shown(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace geotask
