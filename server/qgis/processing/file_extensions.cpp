// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/file_extensions.h"

#include <qgsprocessingalgorithm.h>
#include <qgsprocessingprovider.h>

#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <map>
#include <utility>

namespace geotask {

namespace {

void add(std::vector<std::string>& extensions, const QString& extension) {
  const std::string name = extension.toLower().toStdString();
  if (name.empty()) return;
  if (std::find(extensions.begin(), extensions.end(), name) == extensions.end()) {
    extensions.push_back(name);
  }
}

QStringList askQgis(const QgsProcessingDestinationParameter& parameter) {
  if (const auto* sink = dynamic_cast<const QgsProcessingParameterFeatureSink*>(&parameter)) {
    return sink->supportedOutputVectorLayerExtensions();
  }
  if (const auto* vector =
          dynamic_cast<const QgsProcessingParameterVectorDestination*>(&parameter)) {
    return vector->supportedOutputVectorLayerExtensions();
  }
  if (const auto* raster =
          dynamic_cast<const QgsProcessingParameterRasterDestination*>(&parameter)) {
    return raster->supportedOutputRasterLayerExtensions();
  }
  return {};
}

// The same for all destinations of a type and a provider. QGIS asks every driver of GDAL to make a file,
// which takes it some hundredths of a second.
QStringList supported(const QgsProcessingDestinationParameter& parameter) {
  static std::map<std::pair<QString, QString>, QStringList> known;  // The main thread's.
  const QgsProcessingAlgorithm* algorithm = parameter.algorithm();
  const QString provider =
      algorithm != nullptr && algorithm->provider() != nullptr ? algorithm->provider()->id() : "";
  const auto key = std::make_pair(provider, parameter.type());
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  return known[key] = askQgis(parameter);
}

}  // namespace

std::vector<std::string> destinationExtensions(const QgsProcessingDestinationParameter& parameter) {
  std::vector<std::string> extensions;
  if (parameter.type() == QLatin1String("folderDestination")) return extensions;
  add(extensions, parameter.defaultFileExtension());
  const QStringList known = supported(parameter);
  for (const QString& extension : known) add(extensions, extension);
  if (known.isEmpty()) {
    for (const std::string& extension : filterExtensions(parameter.createFileFilter())) {
      add(extensions, QString::fromStdString(extension));
    }
  }
  return extensions;
}

std::vector<std::string> filterExtensions(const QString& filter) {
  static const QRegularExpression pattern(QStringLiteral(R"(\*\.([A-Za-z0-9_.]+))"));
  std::vector<std::string> extensions;
  auto matches = pattern.globalMatch(filter);
  while (matches.hasNext()) add(extensions, matches.next().captured(1));
  return extensions;
}

}  // namespace geotask
