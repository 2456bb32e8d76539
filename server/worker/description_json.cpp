// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/description_json.h"

#include <algorithm>
#include <utility>

#include "worker/protocol.h"

namespace geotask {
namespace {

constexpr size_t kMaxIdBytes = 255;
constexpr size_t kMaxHelpBytes = 200000;

void put(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = text;
}

void put(Json& json, const char* name, const std::vector<std::string>& texts) {
  if (!texts.empty()) json[name] = texts;
}

void put(Json& json, const char* name, bool flag) {
  if (flag) json[name] = true;
}

Json toJson(const ParameterDescription& parameter) {
  Json json = {{"name", parameter.name}, {"type", parameter.type}};
  put(json, "description", parameter.description);
  put(json, "help", parameter.help);
  put(json, "optional", parameter.optional);
  put(json, "destination", parameter.destination);
  put(json, "advanced", parameter.advanced);
  put(json, "hidden", parameter.hidden);
  if (!parameter.default_value.is_null()) json["default"] = parameter.default_value;
  if (parameter.minimum) json["minimum"] = *parameter.minimum;
  if (parameter.maximum) json["maximum"] = *parameter.maximum;
  put(json, "integer", parameter.integer);
  put(json, "options", parameter.options);
  put(json, "multiple", parameter.multiple);
  put(json, "data_types", parameter.data_types);
  put(json, "parent", parameter.parent);
  put(json, "folder", parameter.folder);
  put(json, "extensions", parameter.extensions);
  put(json, "supports_rows", parameter.supports_rows);
  if (!parameter.definition.is_null()) json["definition"] = parameter.definition;
  return json;
}

ParameterDescription parameterFromJson(const Json& json) {
  ParameterDescription parameter;
  parameter.name = textIn(json, "name", kMaxIdBytes);
  parameter.type = textIn(json, "type", kMaxIdBytes);
  parameter.description = textIn(json, "description");
  parameter.help = textIn(json, "help", kMaxHelpBytes);
  parameter.optional = flagIn(json, "optional");
  parameter.destination = flagIn(json, "destination");
  parameter.advanced = flagIn(json, "advanced");
  parameter.hidden = flagIn(json, "hidden");
  parameter.default_value = valueIn(json, "default");
  if (valueIn(json, "minimum").is_number()) parameter.minimum = numberIn(json, "minimum");
  if (valueIn(json, "maximum").is_number()) parameter.maximum = numberIn(json, "maximum");
  parameter.integer = flagIn(json, "integer");
  parameter.options = textsIn(json, "options");
  parameter.multiple = flagIn(json, "multiple");
  parameter.data_types = textsIn(json, "data_types");
  parameter.parent = textIn(json, "parent", kMaxIdBytes);
  parameter.folder = flagIn(json, "folder");
  parameter.extensions = textsIn(json, "extensions", kMaxIdBytes);
  parameter.supports_rows = flagIn(json, "supports_rows");
  parameter.definition = valueIn(json, "definition");
  return parameter;
}

AlgorithmDescription algorithmFromJson(const Json& json) {
  AlgorithmDescription algorithm;
  algorithm.id = textIn(json, "id", kMaxIdBytes);
  algorithm.provider = textIn(json, "provider", kMaxIdBytes);
  algorithm.provider_title = textIn(json, "provider_title");
  algorithm.group = textIn(json, "group");
  algorithm.title = textIn(json, "title");
  algorithm.short_description = textIn(json, "short_description", kMaxHelpBytes);
  algorithm.help = textIn(json, "help", kMaxHelpBytes);
  algorithm.help_url = textIn(json, "help_url");
  algorithm.tags = textsIn(json, "tags");
  algorithm.flags = textsIn(json, "flags");
  for (const Json& parameter : listIn(json, "parameters")) {
    algorithm.parameters.push_back(parameterFromJson(parameter));
  }
  for (const Json& output : listIn(json, "outputs")) {
    algorithm.outputs.push_back({textIn(output, "name", kMaxIdBytes), textIn(output, "description"),
                                 textIn(output, "type", kMaxIdBytes)});
  }
  algorithm.needs_python = flagIn(json, "needs_python");
  return algorithm;
}

}  // namespace

Json toJson(const AlgorithmDescription& algorithm) {
  Json json = {{"id", algorithm.id}, {"provider", algorithm.provider}};
  put(json, "provider_title", algorithm.provider_title);
  put(json, "group", algorithm.group);
  put(json, "title", algorithm.title);
  put(json, "short_description", algorithm.short_description);
  put(json, "help", algorithm.help);
  put(json, "help_url", algorithm.help_url);
  put(json, "tags", algorithm.tags);
  put(json, "flags", algorithm.flags);
  put(json, "needs_python", algorithm.needs_python);
  json["parameters"] = Json::array();
  for (const ParameterDescription& parameter : algorithm.parameters) {
    json["parameters"].push_back(toJson(parameter));
  }
  json["outputs"] = Json::array();
  for (const OutputDescription& output : algorithm.outputs) {
    json["outputs"].push_back(
        {{"name", output.name}, {"description", output.description}, {"type", output.type}});
  }
  return json;
}

std::vector<AlgorithmDescription> algorithmsFromJson(const Json& list) {
  std::vector<AlgorithmDescription> algorithms;
  if (!list.is_array()) return algorithms;
  for (const Json& member : list) {
    AlgorithmDescription algorithm = algorithmFromJson(member);
    if (!algorithm.id.empty()) algorithms.push_back(std::move(algorithm));
  }
  const auto id = [](const AlgorithmDescription& a, const AlgorithmDescription& b) {
    return a.id < b.id;
  };
  std::stable_sort(algorithms.begin(), algorithms.end(), id);
  const auto same = [](const AlgorithmDescription& a, const AlgorithmDescription& b) {
    return a.id == b.id;
  };
  algorithms.erase(std::unique(algorithms.begin(), algorithms.end(), same), algorithms.end());
  return algorithms;
}

}  // namespace geotask
