// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/algorithm_descriptions.h"

#include <qgsapplication.h>
#include <qgsnativealgorithms.h>
#include <qgsprocessingalgorithm.h>
#include <qgsprocessingoutputs.h>
#include <qgsprocessingprovider.h>
#include <qgsprocessingregistry.h>

#include <algorithm>
#include <array>
#include <utility>

#include "qgis/processing/destinations.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/parameter_description.h"

namespace geotask {

namespace {

constexpr std::array<std::pair<int, const char*>, 7> kFlags = {{
    {kCanCancel, "CAN_CANCEL"},
    {kRequiresMatchingCrs, "REQUIRES_MATCHING_CRS"},
    {kRequiresProject, "REQUIRES_PROJECT"},
    {kSupportsInPlaceEdits, "SUPPORTS_IN_PLACE_EDITS"},
    {kKnownIssues, "KNOWN_ISSUES"},
    {kDesktopOnly, "DESKTOP_ONLY"},
    {kNoThreading, "NO_THREADING"},
}};

// Providers that QGIS's own libraries bring.
constexpr std::array<const char*, 3> kNativeProviders = {"native", "3d", "pdal"};

std::vector<std::string> flagNames(int flags) {
  std::vector<std::string> names;
  constexpr int kDeprecated = kHideFromToolbox | kHideFromModeler;
  if ((flags & kDeprecated) == kDeprecated) {
    names.emplace_back("DEPRECATED");
  } else if ((flags & kHideFromToolbox) != 0) {
    names.emplace_back("HIDDEN");
  }
  for (const auto& [flag, name] : kFlags) {
    if ((flags & flag) != 0) names.emplace_back(name);
  }
  return names;
}

void describeProvider(const QgsProcessingProvider* provider, AlgorithmDescription& into) {
  if (provider == nullptr) return;
  into.provider = provider->id().toStdString();
  into.provider_title = provider->name().toStdString();
  into.needs_python = std::none_of(kNativeProviders.begin(), kNativeProviders.end(),
                                   [&](const char* native) { return into.provider == native; });
}

AlgorithmDescription describe(const QgsProcessingAlgorithm& algorithm) {
  AlgorithmDescription description;
  description.id = algorithm.id().toStdString();
  describeProvider(algorithm.provider(), description);
  description.group = algorithm.group().toStdString();
  description.title = algorithm.displayName().toStdString();
  description.short_description = plainText(algorithm.shortDescription());
  description.help = plainText(algorithm.shortHelpString());
  description.help_url = algorithm.helpUrl().toStdString();
  for (const QString& tag : algorithm.tags()) description.tags.push_back(tag.toStdString());
  description.flags = flagNames(static_cast<int>(algorithm.flags()));
  for (const QgsProcessingParameterDefinition* parameter : algorithm.parameterDefinitions()) {
    description.parameters.push_back(describeParameter(*parameter));
    description.parameters.back().destination = isDestination(algorithm, *parameter);
  }
  for (const QgsProcessingOutputDefinition* output : algorithm.outputDefinitions()) {
    description.outputs.push_back({output->name().toStdString(),
                                   output->description().toStdString(),
                                   output->type().toStdString()});
  }
  return description;
}

}  // namespace

void addNativeAlgorithms() {
  QgsProcessingRegistry* registry = QgsApplication::processingRegistry();
  registry->addProvider(new QgsNativeAlgorithms(registry));
}

std::vector<AlgorithmDescription> describeAlgorithms() {
  std::vector<AlgorithmDescription> descriptions;
  for (const QgsProcessingAlgorithm* algorithm :
       QgsApplication::processingRegistry()->algorithms()) {
    descriptions.push_back(describe(*algorithm));
  }
  std::sort(descriptions.begin(), descriptions.end(),
            [](const AlgorithmDescription& one, const AlgorithmDescription& other) {
              return one.id < other.id;
            });
  return descriptions;
}

}  // namespace geotask
