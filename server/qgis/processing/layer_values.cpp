// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/layer_values.h"

#include <qgsconfig.h>
#include <qgsprocessingparameters.h>

#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/parameter_values.h"
#include "qgis/processing/variant_json.h"

namespace geotask {

namespace {

constexpr std::array<std::pair<const char*, int>, 3> kInvalidFeatures = {
    {{"ignore", kIgnoreInvalid}, {"skip", kSkipInvalid}, {"abort", kAbortOnInvalid}}};

// The options of a feature source, put into its definition one by one.
class SourceOptions {
 public:
  // `only_source`: of a parameter that takes a layer and no options of how to read it.
  SourceOptions(const std::string& name, const CallLayers& layers, bool only_source)
      : name_(name), layers_(layers), only_source_(only_source) {}

  absl::StatusOr<QVariant> read(const Json& given) {
    if (given.find("source") == given.end()) {
      return invalidParameter(name_, shown(given),
                              R"(a reference, or {"source": "dataset:ID", ...})");
    }
    for (const auto& [key, value] : given.items()) {
      const absl::Status taken = take(key, value);
      if (!taken.ok()) return taken;
    }
    const auto layer = layerOf(given);
    if (!layer.ok()) return layer.status();
    if (only_source_) return QVariant(*layer);
    definition_.source = QgsProperty::fromValue(*layer);
    return QVariant::fromValue(definition_);
  }

 private:
  absl::Status take(const std::string& key, const Json& value) {
    if ((key == "source" || key == "selection") && value.is_string()) return absl::OkStatus();
    if (only_source_) {
      return invalidParameter(absl::StrCat(name_, ".", key), shown(value),
                              "source (a reference), selection (an expression)");
    }
    if (key == "feature_limit" && value.is_number()) return takeLimit(value);
    if (key == "invalid_features" && value.is_string()) {
      return takeInvalidFeatures(value.get<std::string>());
    }
    if (key == "filter" && value.is_string()) return takeFilter(value.get<std::string>());
    return invalidParameter(
        absl::StrCat(name_, ".", key), shown(value),
        "source (a reference), selection (an expression), feature_limit (a number), "
        "filter (an expression), invalid_features (abort, skip or ignore)");
  }

  absl::StatusOr<QString> layerOf(const Json& given) {
    const auto source = given.at("source").get<std::string>();
    const auto selection = given.find("selection");
    if (selection == given.end()) return layers_.layer(name_, source);
    definition_.selectedFeaturesOnly = true;
    return layers_.selection(name_, source, selection->get<std::string>());
  }

  absl::Status takeLimit(const Json& value) {
    const double limit = value.get<double>();
    if (limit < -1 || limit > 9e15 || limit != std::floor(limit)) {
      return invalidParameter(absl::StrCat(name_, ".feature_limit"), shown(value),
                              "a whole number of features; -1 for all");
    }
    definition_.featureLimit = static_cast<long long>(limit);
    return absl::OkStatus();
  }

  absl::Status takeInvalidFeatures(const std::string& what) {
    for (const auto& [name, check] : kInvalidFeatures) {
      if (what != name) continue;
      definition_.geometryCheck = static_cast<decltype(definition_.geometryCheck)>(check);
      definition_.flags = static_cast<decltype(definition_.flags)>(QFlag(kOverrideGeometryCheck));
      return absl::OkStatus();
    }
    return invalidParameter(absl::StrCat(name_, ".invalid_features"), what,
                            "abort, skip or ignore");
  }

  absl::Status takeFilter(const std::string& expression) {
#if _QGIS_VERSION_INT >= 33200
    definition_.filterExpression = QString::fromStdString(expression);
    return absl::OkStatus();
#else
    return invalidParameter(absl::StrCat(name_, ".filter"), expression,
                            "no filter: this server's QGIS is older than 3.32",
                            "Filter with native:extractbyexpression first.");
#endif
  }

  const std::string& name_;
  const CallLayers& layers_;
  const bool only_source_;
  QgsProcessingFeatureSourceDefinition definition_;
};

}  // namespace

absl::StatusOr<QVariant> layerValue(const std::string& name, const Json& given,
                                    const CallLayers& layers, bool options) {
  if (given.is_object()) return SourceOptions(name, layers, !options).read(given);
  if (!given.is_string()) return invalidParameter(name, shown(given), kReferences);
  const auto layer = layers.layer(name, given.get<std::string>());
  if (!layer.ok()) return layer.status();
  return QVariant(*layer);
}

absl::StatusOr<QVariant> layerListValue(const std::string& name, const Json& given,
                                        const CallLayers& layers, bool files) {
  const auto one = [&](const Json& member) {
    return files ? fileValue(name, member, layers) : layerValue(name, member, layers, false);
  };
  if (!given.is_array()) {
    const auto single = one(given);
    if (!single.ok()) return single.status();
    return QVariant(QVariantList{*single});
  }
  QVariantList list;
  for (const Json& member : given) {
    const auto value = one(member);
    if (!value.ok()) return value.status();
    list.append(*value);
  }
  return QVariant(list);
}

absl::StatusOr<QVariant> layerRowsValue(const std::string& name, const Json& given,
                                        const CallLayers& layers) {
  if (!given.is_string()) {
    return invalidParameter(name, shown(given), "rows of LAYER::~::Z::~::FIELD::~::TYPE");
  }
  QStringList rows;
  for (const QString& row :
       QString::fromStdString(given.get<std::string>()).split(QStringLiteral("::|::"))) {
    QStringList parts = row.split(QStringLiteral("::~::"));
    const absl::StatusOr<QString> layer = layers.layer(name, parts.front().toStdString());
    if (!layer.ok()) return layer.status();
    parts.front() = *layer;
    rows.append(parts.join(QStringLiteral("::~::")));
  }
  return QVariant(rows.join(QStringLiteral("::|::")));
}

absl::StatusOr<QVariant> layerObjectsValue(const std::string& name, const Json& given,
                                           const CallLayers& layers) {
  if (given.is_string()) return layerListValue(name, given, layers, false);
  if (!given.is_array()) {
    return invalidParameter(name, shown(given), "a list of objects, each with its layer");
  }
  QVariantList list;
  for (const Json& member : given) {
    if (!member.is_object()) {
      const auto layer = layerValue(name, member, layers, false);
      if (!layer.ok()) return layer.status();
      list.append(*layer);
      continue;
    }
    QVariantMap map = toVariant(member).toMap();
    for (const char* key : {"source", "layer"}) {
      const auto reference = member.find(key);
      if (reference == member.end()) continue;
      const auto layer = layerValue(name, *reference, layers, false);
      if (!layer.ok()) return layer.status();
      map.insert(QString::fromLatin1(key), *layer);
    }
    list.append(map);
  }
  return QVariant(list);
}

absl::StatusOr<QVariant> fileValue(const std::string& name, const Json& given,
                                   const CallLayers& layers) {
  const auto path = layers.file(name, given.is_string() ? given.get<std::string>() : shown(given));
  if (!path.ok()) return path.status();
  return QVariant(*path);
}

QVariant valueWithLayers(const Json& given, const CallLayers& layers) {
  if (given.is_string()) {
    const auto text = given.get<std::string>();
    if (!layers.isReference(text)) return QString::fromStdString(text);
    const auto layer = layers.layer("", text);
    return layer.ok() ? *layer : QString::fromStdString(text);
  }
  if (given.is_array()) {
    QVariantList list;
    for (const Json& member : given) list.append(valueWithLayers(member, layers));
    return list;
  }
  if (given.is_object()) {
    QVariantMap map;
    for (const auto& [key, member] : given.items()) {
      map.insert(QString::fromStdString(key), valueWithLayers(member, layers));
    }
    return map;
  }
  return toVariant(given);
}

}  // namespace geotask
