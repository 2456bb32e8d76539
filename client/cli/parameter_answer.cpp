// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/parameter_answer.h"

#include <strings.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "cli/run_plan.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

bool same(const std::string& text, const std::string& other) {
  return strcasecmp(text.c_str(), other.c_str()) == 0;
}

// The index of an option by its index or text; -1 for neither.
int optionIndex(const v1::Parameter& parameter, const std::string& answer) {
  for (int i = 0; i < parameter.options_size(); ++i) {
    if (answer == std::to_string(i) || same(answer, parameter.options(i))) return i;
  }
  return -1;
}

bool isNumeric(const v1::Parameter& parameter) {
  return parameter.type() == "number" || parameter.type() == "distance" ||
         parameter.type() == "scale" || parameter.type() == "duration" ||
         parameter.type() == "area" || parameter.type() == "volume";
}

std::string numberMistake(const v1::Parameter& parameter, const std::string& answer) {
  char* end = nullptr;
  const double number = std::strtod(answer.c_str(), &end);
  // QGIS takes expressions and, in new versions, units: what begins with a number may be one.
  if (end == answer.c_str()) return "\"" + answer + "\" is no number.";
  if (*end != '\0') return "";
  if (parameter.integer() && number != std::trunc(number)) {
    return "\"" + answer + "\" is no whole number.";
  }
  if (parameter.has_minimum() && number < parameter.minimum()) {
    return "It must be at least " + numberText(parameter.minimum()) + ".";
  }
  if (parameter.has_maximum() && number > parameter.maximum()) {
    return "It must be at most " + numberText(parameter.maximum()) + ".";
  }
  return "";
}

}  // namespace

std::string mistakeIn(const v1::Parameter& parameter, const std::string& answer) {
  if (answer.empty()) {
    return parameter.optional() || parameter.destination() ? "" : "A value is needed.";
  }
  if (parameter.destination()) return "";
  if (parameter.options_size() > 0 && !parameter.multiple()) {
    return optionIndex(parameter, answer) >= 0
               ? ""
               : "\"" + answer + "\" is none of the choices: give its number or its text.";
  }
  if (isNumeric(parameter)) return numberMistake(parameter, answer);
  if (parameter.type() == "boolean") {
    for (const char* known : {"true", "false", "yes", "no", "1", "0"}) {
      if (same(answer, known)) return "";
    }
    return "Answer yes or no.";
  }
  const bool layers = !parameter.data_types().empty() || parameter.type() == "file";
  std::error_code error;
  const std::string path = answer.substr(0, answer.find('|'));
  if (layers && !isReference(answer) && !std::filesystem::exists(answer, error) &&
      !std::filesystem::exists(path, error)) {
    return "There is no file " + path + "; name one, or data:SOURCE/LAYER, dataset:ID or job:ID.";
  }
  return "";
}

std::string meantBy(const v1::Parameter& parameter, const std::vector<std::string>& choices,
                    const std::string& answer) {
  for (size_t i = 0; i < choices.size(); ++i) {
    if (answer == std::to_string(i + 1)) return choices[i];
  }
  if (parameter.options_size() > 0 && !parameter.multiple()) {
    const int index = optionIndex(parameter, answer);
    return index >= 0 ? std::to_string(index) : answer;
  }
  if (parameter.type() == "boolean") {
    if (same(answer, "yes") || answer == "1") return "true";
    if (same(answer, "no") || answer == "0") return "false";
  }
  return answer;
}

}  // namespace geotask::cli
