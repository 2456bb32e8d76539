// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/call_outputs.h"

#include <qgsprocessingoutputs.h>
#include <qgsprocessingutils.h>
#include <qgsvectorlayer.h>

#include <QDirIterator>
#include <QFileInfo>
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "qgis/processing/variant_json.h"

namespace geotask {

namespace {

// What SQLite leaves beside a database that is open.
bool isJournal(const std::string& name) {
  return absl::EndsWith(name, "-wal") || absl::EndsWith(name, "-shm") ||
         absl::EndsWith(name, "-journal");
}

// The results of a model's steps, which are no outputs of its own.
bool isOfAStep(const QString& key) {
  return key == QLatin1String("CHILD_RESULTS") || key == QLatin1String("CHILD_INPUTS");
}

bool isLayerType(const QString& type) {
  return type == QLatin1String("outputVector") || type == QLatin1String("outputLayer") ||
         type == QLatin1String("outputRaster") || type == QLatin1String("outputPointCloud") ||
         type == QLatin1String("outputVectorTile");
}

bool isFileType(const QString& type) {
  return type == QLatin1String("outputFile") || type == QLatin1String("outputHtml");
}

std::string pathPart(const QVariant& result) {
  const std::string text = result.toString().toStdString();
  return text.substr(0, text.find('|'));
}

bool isFile(const std::string& path) { return QFileInfo(QString::fromStdString(path)).isFile(); }

}  // namespace

std::vector<std::string> fileWithSidecars(const std::string& folder, const std::string& path,
                                          const std::vector<std::string>& others) {
  std::vector<std::string> files = {path};
  const size_t slash = path.rfind('/');
  const std::string prefix = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  const std::string name = path.substr(prefix.size());
  const std::string stem = absl::StrCat(name.substr(0, name.rfind('.')), ".");
  const QDir directory(QString::fromStdString(absl::StrCat(folder, "/", prefix)));
  for (const QString& entry : directory.entryList(QDir::Files | QDir::NoSymLinks, QDir::Name)) {
    const std::string candidate = entry.toStdString();
    if (candidate == name || isJournal(candidate) || !absl::StartsWith(candidate, stem)) continue;
    // As `b.tif.aux.xml` belongs to `b.tif`, whatever else is called b.
    const bool of_another =
        std::any_of(others.begin(), others.end(), [&](const std::string& other) {
          return other != path &&
                 (prefix + candidate == other || absl::StartsWith(prefix + candidate, other + "."));
        });
    if (!of_another) files.push_back(prefix + candidate);
  }
  return files;
}

std::vector<CallOutput> OutputGatherer::gather(const QgsProcessingAlgorithm& algorithm,
                                               const QVariantMap& parameters,
                                               const QVariantMap& results) {
  const bool gives_nothing = algorithm.outputDefinitions().isEmpty();
  if (gives_nothing) gatherWritten(algorithm, parameters);
  for (const QgsProcessingOutputDefinition* definition : algorithm.outputDefinitions()) {
    const std::string name = definition->name().toStdString();
    const QVariant result = results.value(definition->name());
    if (const Destination* destination = destinationOf(name)) {
      gatherDestination(*destination, result);
    } else if (result.isValid()) {
      gatherResult(name, definition->type(), result);
    }
  }
  // Those that the algorithm gives without a word in its definition.
  for (auto it = results.begin(); it != results.end(); ++it) {
    if (algorithm.outputDefinition(it.key()) != nullptr || isOfAStep(it.key())) continue;
    if (gives_nothing && destinationOf(it.key().toStdString()) != nullptr) continue;
    // A destination that was not asked for is none of ours either.
    const QgsProcessingParameterDefinition* parameter = algorithm.parameterDefinition(it.key());
    if (parameter != nullptr && parameter->isDestination() && !it.value().isValid()) continue;
    gatherResult(it.key().toStdString(), QString(), it.value());
  }
  return std::move(outputs_);
}

void OutputGatherer::gatherWritten(const QgsProcessingAlgorithm& algorithm,
                                   const QVariantMap& parameters) {
  for (const QgsProcessingParameterDefinition* definition : algorithm.parameterDefinitions()) {
    const std::string name = definition->name().toStdString();
    if (const Destination* destination = destinationOf(name)) {
      gatherDestination(*destination, QVariant());
    } else if (parameters.value(definition->name()).type() == QVariant::String) {
      gatherFile(name, pathPart(parameters.value(definition->name())));  // A copy to be changed.
    }
  }
}

void OutputGatherer::gatherDestination(const Destination& destination, const QVariant& result) {
  const std::string& name = destination.output;
  switch (destination.kind) {
    case Destination::Kind::kRows:
    case Destination::Kind::kRowsFile:
      if (!gatherRows(name, result) && result.isValid()) gatherResult(name, QString(), result);
      return;
    case Destination::Kind::kFile:
      // An algorithm may add an extension of its own, or give another layer instead.
      if (gatherFile(name, destination.path) || gatherFile(name, pathPart(result))) return;
      gatherRows(name, result);
      return;
    case Destination::Kind::kFolder:
      gatherFolder(name, destination.path);
      return;
  }
}

void OutputGatherer::gatherResult(const std::string& name, const QString& type,
                                  const QVariant& result) {
  // A file that was changed in place is what it is asked for, not its rows.
  if (isLayerType(type) && gatherFile(name, pathPart(sourceOf(result)))) return;
  if (isLayerType(type) && gatherRows(name, result)) return;
  if ((isLayerType(type) || isFileType(type)) && gatherFile(name, pathPart(result))) return;
  if (type == QLatin1String("outputFolder") && gatherFolder(name, pathPart(result))) return;
  CallOutput output;
  output.name = name;
  output.value = withoutPlaces(toJson(result));
  outputs_.push_back(std::move(output));
}

// What the layer reads that a result names, or the result itself.
QVariant OutputGatherer::sourceOf(const QVariant& result) const {
  const QgsMapLayer* layer = context_.temporaryLayerStore()->mapLayer(result.toString());
  return layer != nullptr ? layer->source() : result;
}

bool OutputGatherer::gatherRows(const std::string& name, const QVariant& result) {
  std::shared_ptr<QgsVectorLayer> layer =
      takeLayer(toJson(result).is_string() ? QString::fromStdString(toJson(result)) : QString());
  if (!layer) return false;
  CallOutput output;
  output.name = name;
  output.layer_name = layer->name().toStdString();
  const auto details = context_.layersToLoadOnCompletion();
  const auto named = details.find(layer->id());
  if (named != details.end() && named->forceName) output.layer_name = named->name.toStdString();
  output.rows = std::move(layer);
  outputs_.push_back(std::move(output));
  return true;
}

std::shared_ptr<QgsVectorLayer> OutputGatherer::takeLayer(const QString& reference) {
  for (const CallOutput& output : outputs_) {
    if (output.rows && output.rows->id() == reference) return output.rows;
  }
  auto* layer =
      qobject_cast<QgsVectorLayer*>(QgsProcessingUtils::mapLayerFromString(reference, context_));
  if (layer == nullptr) return nullptr;
  if (auto ours = layers_.rows(layer->id())) return ours;
  const QString id = layer->id();
  if (context_.temporaryLayerStore()->mapLayer(id) == layer) {
    context_.takeResultLayer(id);
    return std::shared_ptr<QgsVectorLayer>(layer);
  }
  // The project keeps its own.
  return std::shared_ptr<QgsVectorLayer>(layer->clone());
}

bool OutputGatherer::gatherFile(const std::string& name, const std::string& path) {
  const std::string relative = below(path);
  if (relative.empty() || !isFile(path)) return false;
  std::vector<std::string> others;
  for (const Destination& destination : destinations_) {
    if (!destination.path.empty()) others.push_back(below(destination.path));
  }
  CallOutput output;
  output.name = name;
  output.files = fileWithSidecars(out_folder_, relative, others);
  outputs_.push_back(std::move(output));
  return true;
}

bool OutputGatherer::gatherFolder(const std::string& name, const std::string& path) {
  const QFileInfo folder(QString::fromStdString(path));
  if (below(path).empty() || !folder.isDir()) return false;
  CallOutput output;
  output.name = name;
  output.folder = below(path);
  QDirIterator files(folder.filePath(), QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                     QDirIterator::Subdirectories);
  while (files.hasNext()) {
    const std::string file = below(files.next().toStdString());
    if (!isJournal(file)) output.files.push_back(file.substr(output.folder.size() + 1));
  }
  std::sort(output.files.begin(), output.files.end());
  outputs_.push_back(std::move(output));
  return true;
}

const Destination* OutputGatherer::destinationOf(const std::string& name) const {
  for (const Destination& destination : destinations_) {
    if (destination.output == name) return &destination;
  }
  return nullptr;
}

std::string OutputGatherer::below(const std::string& path) const {
  const std::string prefix = out_folder_ + "/";
  return absl::StartsWith(path, prefix) ? path.substr(prefix.size()) : "";
}

Json OutputGatherer::withoutPlaces(const Json& value) const {
  if (value.is_string()) {
    std::string text = layers_.withReferences(value.get<std::string>());
    absl::StrReplaceAll({{out_folder_ + "/", ""},
                         {out_folder_, "."},
                         {QgsProcessingUtils::tempFolder().toStdString() + "/", ""}},
                        &text);
    return text;
  }
  Json clean = value;
  if (value.is_structured()) {
    for (Json& member : clean) member = withoutPlaces(member);
  }
  return clean;
}

}  // namespace geotask
