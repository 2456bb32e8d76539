// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/parameter_prompts.h"

#include <algorithm>

#include "cli/algorithm_text.h"
#include "cli/example_call.h"
#include "cli/parameter_answer.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

using nlohmann::json;

bool hasDefault(const v1::Parameter& parameter) {
  return !valueText(parameter.default_value()).empty();
}

bool cannotDoWithout(const v1::Parameter& parameter) {
  return !parameter.optional() && !parameter.destination() && !parameter.hidden() &&
         !hasDefault(parameter);
}

bool isAskedFor(const v1::Parameter& parameter) {
  return !parameter.optional() && !parameter.hidden() && !parameter.advanced();
}

bool takesRasters(const v1::Parameter& parameter) {
  const auto& types = parameter.data_types();
  return std::any_of(types.begin(), types.end(), [](const std::string& type) {
    return type == "Raster" || type == "MapLayer";
  });
}

// What the server offers for a parameter.
std::vector<std::string> layersFor(const v1::Parameter& parameter, const v1::ServerInfo& info) {
  std::vector<std::string> layers;
  for (const v1::Source& source : info.sources()) {
    const std::string begin = "data:" + source.name() + "/";
    for (const v1::Layer& layer : source.layers()) {
      if (takesGeometry(parameter, layer.schema().geometry_type())) {
        layers.push_back(begin + layer.name());
      }
    }
    if (!takesRasters(parameter)) continue;
    for (const v1::Raster& raster : source.rasters()) layers.push_back(begin + raster.name());
  }
  return layers;
}

}  // namespace

bool ParameterPrompts::isMissing(const json& parameters) const {
  const auto& all = algorithm_.parameters();
  return std::any_of(all.begin(), all.end(), [&](const v1::Parameter& parameter) {
    return cannotDoWithout(parameter) && !parameters.contains(parameter.name());
  });
}

bool ParameterPrompts::ask(json& parameters) {
  out_ << shown(algorithm_.id() + "  " + algorithm_.title())
       << "\nEnter alone takes what stands in brackets; Ctrl-C leaves.\n";
  for (const v1::Parameter& parameter : algorithm_.parameters()) {
    const bool wanted = isAskedFor(parameter) || cannotDoWithout(parameter);
    if (!wanted || parameters.contains(parameter.name())) continue;
    if (!askFor(parameter, parameters)) return false;
  }
  return true;
}

bool ParameterPrompts::askAgain(const std::string& name, const std::string& problem,
                                json& parameters) {
  for (const v1::Parameter& parameter : algorithm_.parameters()) {
    if (parameter.name() != name || asked_.count(name) == 0) continue;
    out_ << "  " << shown(problem) << "\n";
    parameters.erase(name);
    return askFor(parameter, parameters);
  }
  return false;
}

std::vector<std::string> ParameterPrompts::showChoices(const v1::Parameter& parameter) {
  for (int i = 0; i < parameter.options_size(); ++i) {
    out_ << "  " << i << "  " << shown(parameter.options(i)) << "\n";
  }
  const bool layers = !parameter.destination() && !parameter.data_types().empty();
  if (!layers) return {};
  std::vector<std::string> offered = layersFor(parameter, info_);
  constexpr size_t kMost = 20;
  if (offered.size() > kMost) offered.resize(kMost);
  for (size_t i = 0; i < offered.size(); ++i) {
    out_ << "  " << i + 1 << "  " << shown(offered[i]) << "\n";
  }
  out_ << "  " << (offered.empty() ? "A" : "or a") << " file here, dataset:ID or job:ID\n";
  return offered;
}

bool ParameterPrompts::askFor(const v1::Parameter& parameter, json& parameters) {
  asked_.insert(parameter.name());
  const std::string layers = parameter.destination() ? "" : layersText(parameter);
  out_ << "\n"
       << shown(parameter.name() + "  " + parameter.description())
       << (layers.empty() ? "" : " (" + layers + ")") << "\n";
  if (parameter.multiple()) return askForSeveral(parameter, parameters);
  const std::vector<std::string> offered = showChoices(parameter);
  std::string answer;
  while (true) {
    if (!readAnswer(parameter, &answer)) return false;
    if (answer.empty()) return true;  // The default, or nothing.
    answer = meantBy(parameter, offered, answer);
    const std::string problem = mistakeIn(parameter, answer);
    if (problem.empty()) break;
    out_ << "  " << shown(problem) << "\n";
  }
  parameters[parameter.name()] = answer;
  return true;
}

bool ParameterPrompts::askForSeveral(const v1::Parameter& parameter, json& parameters) {
  const std::vector<std::string> offered = showChoices(parameter);
  out_ << "  One a line; an empty line ends.\n";
  json values = json::array();
  std::string answer;
  while (true) {
    if (!readAnswer(parameter, &answer)) return false;
    const bool enough = !values.empty() || hasDefault(parameter) || parameter.optional();
    if (answer.empty() && enough) break;
    answer = meantBy(parameter, offered, answer);
    const std::string problem = mistakeIn(parameter, answer);
    if (problem.empty()) {
      values.push_back(answer);
    } else {
      out_ << "  " << shown(problem) << "\n";
    }
  }
  if (!values.empty()) parameters[parameter.name()] = values;
  return true;
}

bool ParameterPrompts::readAnswer(const v1::Parameter& parameter, std::string* answer) {
  while (true) {
    const std::string value = valueText(parameter.default_value());
    out_ << shown(parameter.name());
    if (parameter.destination()) {
      out_ << " [stays on the server]";
    } else if (!value.empty()) {
      out_ << " [" << shown(value) << "]";
    }
    out_ << ": " << std::flush;
    if (!std::getline(in_, *answer)) {
      out_ << "\n";
      return false;
    }
    const size_t begin = answer->find_first_not_of(" \t");
    const size_t end = answer->find_last_not_of(" \t\r");
    *answer = begin == std::string::npos ? "" : answer->substr(begin, end - begin + 1);
    // Nothing to fall back on: say so here, where it is asked.
    const bool needed = answer->empty() && !parameter.multiple() && value.empty();
    const std::string problem = needed ? mistakeIn(parameter, *answer) : "";
    if (problem.empty()) return true;
    out_ << "  " << problem << "\n";
  }
}

}  // namespace geotask::cli
