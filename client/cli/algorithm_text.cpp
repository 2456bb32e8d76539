// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/algorithm_text.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <vector>

#include "cli/paragraph.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kDeep = 6;

// "a, b or c"
std::string anyOf(const std::vector<std::string>& parts) {
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
    text += parts[i];
  }
  return text;
}

// What is written behind `--KEY=`.
std::string placeholder(const v1::Parameter& parameter) {
  static const std::map<std::string, std::string> kPlaceholders = {
      {"source", "LAYER"},     {"vector", "LAYER"},       {"layer", "LAYER"},
      {"raster", "RASTER"},    {"mesh", "MESH"},          {"pointcloud", "POINTCLOUD"},
      {"multilayer", "LAYER"}, {"boolean", "true|false"}, {"enum", "CHOICE"},
      {"string", "TEXT"},      {"number", "NUMBER"},      {"folderDestination", "FOLDER"},
  };
  if (parameter.integer()) return "INTEGER";
  if (parameter.folder()) return "FOLDER";
  const auto known = kPlaceholders.find(parameter.type());
  if (known != kPlaceholders.end()) return known->second;
  if (parameter.destination()) return "FILE";
  std::string name = parameter.type();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::string boundsText(const v1::Parameter& parameter) {
  const std::string least = parameter.has_minimum() ? numberText(parameter.minimum()) : "";
  const std::string most = parameter.has_maximum() ? numberText(parameter.maximum()) : "";
  if (!least.empty() && !most.empty()) return least + " to " + most;
  if (!least.empty()) return "at least " + least;
  return most.empty() ? "" : "at most " + most;
}

std::string optionsText(const v1::Parameter& parameter) {
  std::string text;
  for (int i = 0; i < parameter.options_size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(i) + " " + parameter.options(i);
  }
  return text;
}

void addSentence(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += text.back() == '.' ? " " : ". ";
  text += sentence;
}

std::string meaning(const v1::Parameter& parameter) {
  std::string text = parameter.description();
  addSentence(text, parameter.help() == parameter.description() ? "" : parameter.help());
  const std::string layers = layersText(parameter);
  if (!parameter.destination() && !layers.empty()) addSentence(text, "Takes " + layers);
  const std::string bounds = boundsText(parameter);
  if (!bounds.empty()) addSentence(text, "Accepted: " + bounds);
  const std::string options = optionsText(parameter);
  if (!options.empty()) addSentence(text, "Choices: " + options);
  if (parameter.multiple()) addSentence(text, "Takes several: give it again for each");
  if (!parameter.parent().empty()) addSentence(text, "Depends on " + parameter.parent());
  return text;
}

std::string parameterText(const v1::Parameter& parameter, size_t width) {
  std::string head = "--" + parameter.name() + "=" + placeholder(parameter);
  const std::string value = valueText(parameter.default_value());
  if (!value.empty()) {
    head += "  [" + value + "]";
  } else {
    head += parameter.optional() || parameter.destination() ? "  (optional)" : "  (required)";
  }
  if (parameter.advanced()) head += "  (advanced)";
  return paragraph(head, width, kIndent) + paragraph(meaning(parameter), width, kDeep);
}

std::string outputText(const v1::OutputDefinition& output) {
  static const std::map<std::string, std::string> kKinds = {
      {"outputVector", "rows, or a vector file"},
      {"outputRaster", "a raster"},
      {"outputFile", "a file"},
      {"outputFolder", "a folder"},
      {"outputHtml", "an HTML page"},
      {"outputNumber", "a number"},
      {"outputString", "a text"},
      {"outputBoolean", "true or false"},
  };
  const auto known = kKinds.find(output.type());
  return output.name() + ": " + (known == kKinds.end() ? output.type() : known->second) +
         (output.description().empty() ? "" : " (" + output.description() + ")");
}

}  // namespace

std::string valueText(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kNumberValue:
      return numberText(value.number_value());
    case google::protobuf::Value::kStringValue:
      return value.string_value();
    case google::protobuf::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case google::protobuf::Value::kListValue:
    case google::protobuf::Value::kStructValue: {
      std::string text;
      const auto status = google::protobuf::util::MessageToJsonString(value, &text);
      return status.ok() ? text : "";
    }
    default:
      return "";
  }
}

std::string layersText(const v1::Parameter& parameter) {
  static const std::map<std::string, std::string> kKinds = {
      {"VectorPoint", "points"},
      {"VectorLine", "lines"},
      {"VectorPolygon", "polygons"},
      {"VectorAnyGeometry", "a vector layer with geometry"},
      {"Vector", "a vector layer or a table"},
      {"Raster", "a raster"},
      {"Mesh", "a mesh"},
      {"PointCloud", "a point cloud"},
      {"MapLayer", "any layer"},
  };
  std::vector<std::string> kinds;
  for (const std::string& type : parameter.data_types()) {
    const auto known = kKinds.find(type);
    kinds.push_back(known == kKinds.end() ? type : known->second);
  }
  return anyOf(kinds);
}

std::string notesText(const v1::Algorithm& algorithm) {
  static const std::map<int, std::string> kNotes = {
      {v1::Algorithm::FLAG_HIDDEN, "hidden"},
      {v1::Algorithm::FLAG_DEPRECATED, "deprecated"},
      {v1::Algorithm::FLAG_KNOWN_ISSUES, "known issues"},
      {v1::Algorithm::FLAG_REQUIRES_PROJECT, "needs a project"},
      {v1::Algorithm::FLAG_DESKTOP_ONLY, "for QGIS desktop only"},
  };
  std::string text = algorithm.denied().empty() ? "" : "denied";
  for (const int flag : algorithm.flags()) {
    const auto known = kNotes.find(flag);
    if (known != kNotes.end()) text += (text.empty() ? "" : ", ") + known->second;
  }
  return text;
}

std::string describe(const v1::Algorithm& algorithm, size_t width) {
  std::string text = paragraph(algorithm.id() + "  " + algorithm.title(), width);
  const std::string notes = notesText(algorithm);
  text +=
      paragraph(algorithm.group().empty() ? algorithm.provider_title()
                                          : algorithm.group() + ", " + algorithm.provider_title(),
                width);
  if (!notes.empty()) text += paragraph("Note: " + notes, width);
  if (!algorithm.denied().empty()) text += paragraph("Denied here: " + algorithm.denied(), width);
  const std::string& help = algorithm.help();
  if (help.find(algorithm.short_description()) == std::string::npos) {
    text += "\n" + paragraph(algorithm.short_description(), width);
  }
  if (!help.empty()) text += "\n" + paragraph(help, width);
  if (algorithm.parameters_size() > 0) text += "\nParameters\n";
  for (const v1::Parameter& parameter : algorithm.parameters()) {
    if (!parameter.hidden()) text += parameterText(parameter, width);
  }
  if (algorithm.outputs_size() > 0) text += "\nOutputs\n";
  for (const v1::OutputDefinition& output : algorithm.outputs()) {
    text += paragraph(outputText(output), width, kIndent);
  }
  if (!algorithm.help_url().empty()) {
    text += "\n" + paragraph("More: " + algorithm.help_url(), width);
  }
  return text;
}

}  // namespace geotask::cli
