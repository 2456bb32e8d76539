// SPDX-License-Identifier: GPL-2.0-or-later
#include "qgis/processing/destinations.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/text.h"
#include "qgis/processing/file_extensions.h"
#include "qgis/processing/flag_numbers.h"
#include "qgis/processing/parameter_values.h"

namespace geotask {

namespace {

constexpr const char* kTemporary = "TEMPORARY_OUTPUT";
constexpr const char* kMemory = "memory:";
constexpr size_t kMaxNameLength = 200;

absl::Status refuse(const std::string& name, const std::string& given,
                    const std::string& accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_DESTINATION", absl::StrCat("parameters.", name), given, accepted, ""});
}

// A name that stays what it is in any folder and in any layer uri.
bool isFileName(const std::string& name) {
  if (name.empty() || name.size() > kMaxNameLength || name.front() == '.') return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_iscntrl(static_cast<unsigned char>(c)) ||
           absl::StrContains("/\\|:\"'<>?*", std::string(1, c));
  });
}

std::string extensionOf(const std::string& name) {
  const size_t dot = name.rfind('.');
  return dot == std::string::npos ? "" : absl::AsciiStrToLower(name.substr(dot + 1));
}

bool isFolder(const QgsProcessingDestinationParameter& parameter) {
  return parameter.type() == QLatin1String("folderDestination");
}

bool isVector(const QgsProcessingDestinationParameter& parameter) {
  return parameter.type() == QLatin1String("sink") ||
         parameter.type() == QLatin1String("vectorDestination");
}

bool isLayer(const QgsProcessingDestinationParameter& parameter) {
  return isVector(parameter) || parameter.type() == QLatin1String("rasterDestination");
}

// What is asked for; nothing: the output is not made.
absl::StatusOr<std::optional<std::string>> askedFor(
    const QgsProcessingParameterDefinition& parameter, const Json& parameters) {
  const bool optional = isOptional(parameter);
  const std::string name = parameter.name().toStdString();
  const auto given = parameters.find(name);
  if (given == parameters.end() || given->is_null()) {
    return optional ? std::nullopt : std::optional<std::string>(kTemporary);
  }
  if (given->is_string() && given->get<std::string>().empty() && optional) return std::nullopt;
  if (!given->is_string() || given->get<std::string>().empty()) {
    return refuse(name, shown(*given), "TEMPORARY_OUTPUT or a file name");
  }
  return given->get<std::string>();
}

Destination temporary(const QgsProcessingDestinationParameter& parameter, const std::string& asked,
                      const std::string& out_folder) {
  Destination destination;
  destination.output = parameter.name().toStdString();
  const auto* sink = dynamic_cast<const QgsProcessingParameterFeatureSink*>(&parameter);
  if (sink != nullptr && sink->supportsNonFileBasedOutput()) {
    destination.value = QString::fromStdString(asked);
    return destination;
  }
  destination.path = absl::StrCat(out_folder, "/", destination.output);
  destination.kind = Destination::Kind::kFolder;
  if (!isFolder(parameter)) {
    const std::vector<std::string> extensions = destinationExtensions(parameter);
    const bool gpkg = isVector(parameter) &&
                      std::find(extensions.begin(), extensions.end(), "gpkg") != extensions.end();
    const std::string extension = gpkg ? "gpkg" : extensions.empty() ? "file" : extensions.front();
    absl::StrAppend(&destination.path, ".", extension);
    destination.kind =
        isVector(parameter) ? Destination::Kind::kRowsFile : Destination::Kind::kFile;
  }
  destination.value = QString::fromStdString(destination.path);
  return destination;
}

absl::StatusOr<Destination> namedFile(const QgsProcessingDestinationParameter& parameter,
                                      const std::string& asked, const std::string& out_folder) {
  const std::string name = parameter.name().toStdString();
  if (!isFileName(asked)) {
    return refuse(name, asked, "TEMPORARY_OUTPUT, or a file name without folders");
  }
  if (isLayer(parameter)) {
    const std::vector<std::string> accepted = destinationExtensions(parameter);
    if (std::find(accepted.begin(), accepted.end(), extensionOf(asked)) == accepted.end()) {
      return refuse(name, asked,
                    absl::StrCat("a file name with one of the extensions ",
                                 shortList(accepted, accepted.size())));
    }
  }
  Destination destination;
  destination.output = name;
  destination.kind = isFolder(parameter) ? Destination::Kind::kFolder : Destination::Kind::kFile;
  destination.path = absl::StrCat(out_folder, "/", asked);
  destination.value = QString::fromStdString(destination.path);
  return destination;
}

bool isTemporary(const std::string& asked) {
  return asked == kTemporary || absl::StartsWith(asked, kMemory);
}

absl::StatusOr<Destination> folderToFill(const QgsProcessingParameterDefinition& parameter,
                                         const std::string& asked, const std::string& out_folder) {
  Destination destination;
  destination.output = parameter.name().toStdString();
  destination.kind = Destination::Kind::kFolder;
  const std::string name = isTemporary(asked) ? destination.output : asked;
  if (!isFileName(name)) {
    return refuse(destination.output, asked, "TEMPORARY_OUTPUT, or a name without folders");
  }
  destination.path = absl::StrCat(out_folder, "/", name);
  destination.value = QString::fromStdString(destination.path);
  return destination;
}

absl::StatusOr<Destination> destinationFor(const QgsProcessingParameterDefinition& definition,
                                           const std::string& asked,
                                           const std::string& out_folder) {
  const auto* parameter = dynamic_cast<const QgsProcessingDestinationParameter*>(&definition);
  if (parameter == nullptr) return folderToFill(definition, asked, out_folder);
  return isTemporary(asked) ? temporary(*parameter, asked, out_folder)
                            : namedFile(*parameter, asked, out_folder);
}

}  // namespace

bool isDestination(const QgsProcessingAlgorithm& algorithm,
                   const QgsProcessingParameterDefinition& parameter) {
  if (parameter.isDestination()) return true;
  const auto* file = dynamic_cast<const QgsProcessingParameterFile*>(&parameter);
  return file != nullptr && static_cast<int>(file->behavior()) == kFolderBehaviour &&
         algorithm.outputDefinitions().isEmpty() &&
         algorithm.destinationParameterDefinitions().isEmpty();
}

absl::StatusOr<std::vector<Destination>> planDestinations(const QgsProcessingAlgorithm& algorithm,
                                                          const Json& parameters,
                                                          const std::string& out_folder) {
  std::vector<Destination> destinations;
  std::set<std::string> paths;
  for (const auto* definition : algorithm.parameterDefinitions()) {
    if (!isDestination(algorithm, *definition)) continue;
    const auto asked = askedFor(*definition, parameters);
    if (!asked.ok()) return asked.status();
    if (!asked->has_value()) continue;
    const std::string& text = **asked;
    absl::StatusOr<Destination> destination = destinationFor(*definition, text, out_folder);
    if (!destination.ok()) return destination.status();
    if (!destination->path.empty() && !paths.insert(destination->path).second) {
      return refuse(destination->output, text, "a name that no other output has");
    }
    destinations.push_back(*std::move(destination));
  }
  return destinations;
}

}  // namespace geotask
