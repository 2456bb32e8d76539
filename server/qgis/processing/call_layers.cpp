// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/call_layers.h"

#include <qgsexpression.h>
#include <qgsmaplayerstore.h>
#include <qgsmeshlayer.h>
#include <qgsprocessingcontext.h>
#include <qgsprocessingutils.h>
#include <qgsproject.h>
#include <qgsvectorlayer.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/errors.h"

namespace geotask {

const char* const kReferences =
    "a reference: data:SOURCE/LAYER, dataset:ID or job:ID/OUTPUT of this server";

absl::Status invalidParameter(const std::string& name, const std::string& given,
                              const std::string& accepted, const std::string& remedy) {
  return makeError(
      absl::StatusCode::kInvalidArgument,
      {"INVALID_PARAMETER", absl::StrCat("parameters.", name), given, accepted, remedy});
}

std::shared_ptr<QgsVectorLayer> openDatabase(const std::string& uri) {
  constexpr char kLayer[] = "|layername=";
  const size_t at = uri.find(kLayer);
  if (!absl::StartsWith(uri, "PG:") || at == std::string::npos) return nullptr;
  const std::string name = uri.substr(at + sizeof(kLayer) - 1);
  return std::make_shared<QgsVectorLayer>(QString::fromStdString(uri), QString::fromStdString(name),
                                          QStringLiteral("ogr"));
}

const CallLayer* CallLayers::find(const std::string& text) const {
  const std::string reference = text.substr(0, text.find('|'));
  for (const CallLayer& layer : layers_) {
    if (layer.reference == reference) return &layer;
  }
  return nullptr;
}

void CallLayers::addTo(QgsProcessingContext& context) const {
  for (const CallLayer& layer : layers_) {
    if (layer.rows) context.temporaryLayerStore()->addMapLayer(layer.rows.get(), false);
  }
  for (const Opened& each : opened_) {
    context.temporaryLayerStore()->addMapLayer(each.layer.get(), false);
  }
}

absl::StatusOr<QString> CallLayers::layer(const std::string& parameter,
                                          const std::string& text) const {
  const CallLayer* found = find(text);
  const QString name = QString::fromStdString(text);
  if (found == nullptr) {
    const bool in_project = project_ != nullptr && (project_->mapLayer(name) != nullptr ||
                                                    !project_->mapLayersByName(name).isEmpty());
    if (in_project) return name;
    return invalidParameter(parameter, text, kReferences,
                            "Upload files as a dataset and give its reference.");
  }
  const size_t bar = text.find('|');
  if (found->rows && !found->rows->isValid()) {
    return invalidParameter(parameter, text, "a layer that workers can read",
                            "One of a database needs the network: the operator can grant it with "
                            "--worker-network on.");
  }
  if (found->rows) {
    if (bar != std::string::npos) {
      return invalidParameter(parameter, text, "the reference alone, as it stands for rows",
                              "Leave out what follows the |.");
    }
    return found->rows->id();
  }
  std::string uri = found->uri;
  if (bar != std::string::npos) {
    // A source's uri may name a layer of its own.
    if (text.find("|layername=", bar) != std::string::npos) uri = uri.substr(0, uri.find('|'));
    uri += text.substr(bar);
  }
  if (!found->provider.empty() && found->provider != "ogr") {
    uri = absl::StrCat(found->provider, "://", uri);
  }
  return QString::fromStdString(uri);
}

absl::StatusOr<QString> CallLayers::selection(const std::string& parameter, const std::string& text,
                                              const std::string& expression) const {
  const absl::StatusOr<QString> source = layer(parameter, text);
  if (!source.ok()) return source.status();
  const QString condition = QString::fromStdString(expression);
  const QgsExpression parsed(condition);
  if (parsed.hasParserError()) {
    return invalidParameter(
        absl::StrCat(parameter, ".selection"), expression,
        absl::StrCat("an expression of QGIS: ", parsed.parserErrorString().toStdString()));
  }
  std::shared_ptr<QgsVectorLayer> own;
  QgsProcessingContext context;
  context.setProject(project_);
  if (const auto given = rows(*source)) {
    own.reset(given->clone());
  } else if (const auto* opened = qobject_cast<QgsVectorLayer*>(
                 QgsProcessingUtils::mapLayerFromString(*source, context))) {
    own.reset(opened->clone());
  } else {
    return invalidParameter(parameter, text, "a layer with rows to select from");
  }
  own->selectByExpression(condition);
  opened_.push_back({text.substr(0, text.find('|')), own});
  return own->id();
}

absl::StatusOr<QString> CallLayers::mesh(const std::string& parameter,
                                         const std::string& text) const {
  absl::StatusOr<QString> source = layer(parameter, text);
  if (!source.ok()) return source;
  QgsProcessingContext context;
  context.setProject(project_);
  const auto* opened =
      qobject_cast<QgsMeshLayer*>(QgsProcessingUtils::mapLayerFromString(*source, context));
  if (opened == nullptr) return source;  // QGIS says what it is.
  std::shared_ptr<QgsMeshLayer> own(opened->clone());
  own->updateTriangularMesh();
  opened_.push_back({text.substr(0, text.find('|')), own});
  return own->id();
}

absl::StatusOr<QString> CallLayers::file(const std::string& parameter,
                                         const std::string& text) const {
  const CallLayer* found = find(text);
  if (found == nullptr) {
    return invalidParameter(parameter, text,
                            "a reference: dataset:ID/PATH, dataset:ID or job:ID/OUTPUT",
                            "Upload files as a dataset and give its reference.");
  }
  if (found->rows || (!found->provider.empty() && found->provider != "ogr")) {
    return invalidParameter(parameter, text, "the reference of a file",
                            "This one stands for rows. Upload or ask for a file.");
  }
  return QString::fromStdString(found->uri.substr(0, found->uri.find('|')));
}

std::shared_ptr<QgsVectorLayer> CallLayers::rows(const QString& layer_id) const {
  for (const CallLayer& layer : layers_) {
    if (layer.rows && layer.rows->id() == layer_id) return layer.rows;
  }
  for (const Opened& each : opened_) {
    if (each.layer->id() == layer_id) return std::dynamic_pointer_cast<QgsVectorLayer>(each.layer);
  }
  return nullptr;
}

std::string CallLayers::withReferences(std::string text) const {
  for (const Opened& each : opened_) {
    absl::StrReplaceAll({{each.layer->id().toStdString(), each.reference}}, &text);
  }
  for (const CallLayer& layer : layers_) {
    if (layer.rows) {
      absl::StrReplaceAll({{layer.rows->id().toStdString(), layer.reference}}, &text);
    }
    if (!layer.uri.empty()) absl::StrReplaceAll({{layer.uri, layer.reference}}, &text);
  }
  return text;
}

}  // namespace geotask
