// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/run_words.h"

#include <map>
#include <utility>

#include "cli/example_call.h"

namespace geotask::cli {
namespace {

using client::Result;
using nlohmann::json;

// The settings of qgis_process, by the names that it gives them.
const std::map<std::string, std::string RunCall::*>& settings() {
  static const std::map<std::string, std::string RunCall::*> names = {
      {"ellipsoid", &RunCall::ellipsoid},
      {"distance_units", &RunCall::distance_unit},
      {"area_units", &RunCall::area_unit},
      {"project_path", &RunCall::project}};
  return names;
}

client::Error mistake(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT", message,
                            remedy);
}

void add(RunCall& call, const std::string& key, std::string value) {
  const auto setting = settings().find(key);
  if (setting != settings().end()) {
    call.*setting->second = std::move(value);
    return;
  }
  json& given = call.parameters[key];
  if (given.is_null()) {
    given = std::move(value);
  } else {
    if (!given.is_array()) given = json::array({given});
    given.push_back(std::move(value));
  }
}

}  // namespace

Result<RunCall> parseRunWords(const std::vector<std::string>& words) {
  RunCall call;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") continue;
    const bool dashed = words[i].compare(0, 2, "--") == 0;
    const std::string word = dashed ? words[i].substr(2) : words[i];
    const size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    if (key.empty() || key[0] == '-' || (!dashed && equals == std::string::npos)) {
      return mistake("\"" + words[i] + "\" is no parameter.", "Write --KEY=VALUE.");
    }
    if (equals != std::string::npos) {
      add(call, key, word.substr(equals + 1));
    } else if (i + 1 < words.size() && words[i + 1].compare(0, 2, "--") != 0) {
      add(call, key, words[++i]);
    } else {
      return mistake("--" + key + " has no value.", "Write --" + key + "=VALUE.");
    }
  }
  return call;
}

Result<RunCall> parseRunJson(const std::string& text) {
  const json given = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!given.is_object() || !given.contains("inputs") || !given["inputs"].is_object()) {
    return mistake("What came is no call of an algorithm.",
                   R"(Write JSON as in: {"inputs": {"INPUT": "data:world/countries"}})");
  }
  RunCall call;
  for (const auto& [key, value] : given.items()) {
    const auto setting = settings().find(key);
    if (key == "inputs") {
      call.parameters = value;
    } else if (setting != settings().end() && value.is_string()) {
      call.*setting->second = value.get<std::string>();
    } else {
      return mistake("\"" + key + "\" is not known or is no text.",
                     "Beside inputs there may be ellipsoid, distance_units, area_units, "
                     "project_path.");
    }
  }
  return call;
}

std::string runCommand(const std::string& algorithm, const json& parameters) {
  std::string command = "geotask run " + shellWord(algorithm);
  for (const auto& [key, given] : parameters.items()) {
    for (const json& value : given.is_array() ? given : json::array({given})) {
      const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
      command += " " + shellWord("--" + key + "=" + text);
    }
  }
  return command;
}

}  // namespace geotask::cli
