// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/algorithm_dangers.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace geotask {

namespace {

using Names = std::set<std::string>;

// What no parameter tells. Ids of newer versions are here too.
const Names kReachNetwork = {"native:filedownloader", "native:httprequest", "native:openurl",
                             "native:downloadvectortiles", "native:batchnominatimgeocoder"};
const Names kReachDevice = {"native:downloadgpsdata", "native:uploadgpsdata"};
const Names kWriteAnywhere = {"native:createdirectory"};
const Names kRunCode = {"qgis:advancedpythonfieldcalculator", "gdal:rastercalculator"};
const Names kReachDatabase = {"qgis:importintospatialite", "grass7:v.out.postgis",
                              "grass:v.out.postgis"};

// Providers whose algorithms are files of the operator.
const Names kOperatorsOwn = {"model", "script"};
// Providers whose algorithms run in QGIS itself, without another program.
const Names kInProcess = {"3d", "model", "native", "project", "qgis", "script"};

const Names kLayerTypes = {"vector", "raster", "layer", "multilayer", "mesh", "pointcloud", "file"};
const Names kMadeTypes = {"outputVector", "outputRaster", "outputMesh", "outputPointCloud",
                          "outputFile"};
const Names kOptionNames = {"OPTIONS", "CREATION_OPTIONS"};

bool has(const Names& names, const std::string& name) { return names.count(name) != 0; }

template <typename Test>
bool anyParameter(const AlgorithmDescription& algorithm, const Test& test) {
  return std::any_of(algorithm.parameters.begin(), algorithm.parameters.end(), test);
}

bool isSource(const Json& value) {
  if (value.is_structured()) return std::any_of(value.begin(), value.end(), isSource);
  return value.is_string() && absl::StartsWith(value.get_ref<const std::string&>(), "data:");
}

// Additional arguments of a program: `EXTRA` of gdal, `ADDITIONAL_OPTIONS` and the like.
bool isCommandLine(const ParameterDescription& parameter) {
  return parameter.name == "EXTRA" || parameter.name == "ARGUMENTS" ||
         absl::StartsWith(parameter.name, "ADDITIONAL_") ||
         absl::StartsWith(parameter.name, "GRASS_");
}

bool isKeyAndValue(const std::string& option) {
  const size_t equals = option.find('=');
  const auto plain = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == ',' ||
           c == '+' || c == '-';
  };
  return equals != std::string::npos && equals > 0 && option[0] != '-' &&
         std::all_of(option.begin(), option.begin() + static_cast<std::ptrdiff_t>(equals), plain) &&
         std::all_of(option.begin() + static_cast<std::ptrdiff_t>(equals) + 1, option.end(), plain);
}

bool areKeysAndValues(const std::string& text) {
  const std::vector<std::string> options = absl::StrSplit(text, '|', absl::SkipWhitespace());
  return std::all_of(options.begin(), options.end(), [](const std::string& option) {
    return isKeyAndValue(std::string(absl::StripAsciiWhitespace(option)));
  });
}

bool areNumbers(const std::string& text) {
  return text.find_first_not_of("0123456789.,eE+- ") == std::string::npos;
}

// Text that no program and no shell takes for anything but text.
bool isPlain(const std::string& text) {
  if (areNumbers(text)) return true;
  const std::string trimmed(absl::StripAsciiWhitespace(text));
  if (trimmed.front() == '-') return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return std::string("\"'`$\\;&|<>").find(c) != std::string::npos ||
           absl::ascii_iscntrl(static_cast<unsigned char>(c));
  });
}

std::optional<DangerousArgument> dangerousText(const ParameterDescription& parameter,
                                               const Json& value) {
  if (value == parameter.default_value) return std::nullopt;
  if (value.is_array()) {
    for (const Json& member : value) {
      if (auto danger = dangerousText(parameter, member)) return danger;
    }
  }
  DangerousArgument danger{parameter.name, "ARGUMENT_DENIED", "", "", "text"};
  if (value.is_object()) {
    danger.because = "what it gives goes into the command line of a program";
    danger.given = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return danger;
  }
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (absl::StripAsciiWhitespace(text).empty()) return std::nullopt;
  danger.given = text;
  if (isCommandLine(parameter)) {
    danger.because = "it adds arguments to the command line of a program";
    danger.accepted = "nothing";
    return danger;
  }
  if (has(kOptionNames, parameter.name)) {
    if (areKeysAndValues(text)) return std::nullopt;
    danger.because = "these are not creation options alone";
    danger.accepted = "KEY=VALUE, several with | between them, of letters, digits and _.,+-";
    return danger;
  }
  if (isPlain(text)) return std::nullopt;
  danger.because = "it goes into the command line of a program";
  danger.accepted = "text without quotes and the like, and without a dash in front";
  return danger;
}

}  // namespace

std::string dangerOf(const AlgorithmDescription& algorithm) {
  if (has(kOperatorsOwn, algorithm.provider)) return "";
  if (has(kReachNetwork, algorithm.id)) return "it reaches the network";
  if (has(kReachDevice, algorithm.id)) return "it reaches a device of the server";
  if (has(kRunCode, algorithm.id)) return "it runs code of its caller";
  const auto takes = [&](const char* type, const char* name) {
    return anyParameter(algorithm, [&](const ParameterDescription& parameter) {
      return parameter.type == type || parameter.name == name;
    });
  };
  if (takes("execute_sql", "SQL")) return "it runs SQL";
  if (takes("providerconnection", "PASSWORD") || takes("databasetable", "DATABASE") ||
      has(kReachDatabase, algorithm.id)) {
    return "it works on a database";
  }
  const bool writes_to_folder =
      algorithm.outputs.empty() &&
      anyParameter(algorithm,
                   [](const ParameterDescription& parameter) { return parameter.folder; }) &&
      !anyParameter(algorithm,
                    [](const ParameterDescription& parameter) { return parameter.destination; });
  return writes_to_folder || has(kWriteAnywhere, algorithm.id)
             ? "it writes to a folder that its caller names"
             : "";
}

// What is made has no destination, so it lies where an input does, that of its name where there is
// one. One that makes nothing writes into its database.
bool changesInPlace(const AlgorithmDescription& algorithm, const ParameterDescription& parameter) {
  if (!has(kLayerTypes, parameter.type)) return false;
  if (anyParameter(algorithm, [](const auto& other) { return other.destination; })) return false;
  if (algorithm.outputs.empty()) return parameter.name == "DATABASE";
  return std::any_of(algorithm.outputs.begin(), algorithm.outputs.end(), [&](const auto& output) {
    return has(kMadeTypes, output.type) &&
           (output.name == parameter.name ||
            !anyParameter(algorithm, [&](const auto& other) { return other.name == output.name; }));
  });
}

std::optional<DangerousArgument> dangerousArgument(const AlgorithmDescription& algorithm,
                                                   const Json& parameters) {
  const bool runs_program = !has(kInProcess, algorithm.provider);
  for (const ParameterDescription& parameter : algorithm.parameters) {
    const auto value = parameters.find(parameter.name);
    if (value == parameters.end() || parameter.destination) continue;
    if (isSource(*value) && changesInPlace(algorithm, parameter)) {
      return DangerousArgument{parameter.name, "SOURCE_PROTECTED",
                               "the algorithm would change a source of the server in place",
                               value->is_string()
                                   ? value->get<std::string>()
                                   : value->dump(-1, ' ', false, Json::error_handler_t::replace),
                               "a copy of it that was uploaded: dataset:ID"};
    }
    if (runs_program && (parameter.type == "string" || parameter.type == "field")) {
      if (auto danger = dangerousText(parameter, *value)) return danger;
    }
  }
  return std::nullopt;
}

}  // namespace geotask
