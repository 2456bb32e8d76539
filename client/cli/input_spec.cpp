// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/input_spec.h"

#include <filesystem>

#include "cli/resource_name.h"

namespace geotask::cli {
namespace {

using client::Result;

bool startsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

bool isFile(const std::string& text) {
  std::error_code ignored;
  return std::filesystem::exists(text, ignored);
}

client::Error invalid(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT", message, remedy);
}

Result<InputSpec> parseLayer(const std::string& text) {
  const size_t slash = text.find('/');
  if (slash == std::string::npos || slash == 5 || slash + 1 == text.size()) {
    return invalid("\"" + text + "\" names no layer of the server.",
                   "Write data:SOURCE/LAYER; `geotask sources` lists them.");
  }
  InputSpec spec;
  spec.kind = InputSpec::Kind::kLayer;
  spec.source = text;
  return spec;
}

InputSpec specOf(const std::string& name) {
  InputSpec spec;
  spec.kind = isDatasetName(name) ? InputSpec::Kind::kDataset : InputSpec::Kind::kJob;
  spec.source = name;
  return spec;
}

Result<InputSpec> parseFile(const std::string& text) {
  InputSpec spec;
  // The last bar: a database's connection string may hold others.
  const size_t bar = text.rfind('|');
  spec.source = text;
  if (bar == std::string::npos || isFile(text)) return spec;
  spec.source = text.substr(0, bar);
  spec.layer = text.substr(bar + 1);
  // QGIS writes `world.gpkg|layername=countries`.
  const std::string kKey = "layername=";
  if (startsWith(spec.layer, kKey)) spec.layer.erase(0, kKey.size());
  if (spec.layer.empty() || spec.source.empty()) {
    return invalid("\"" + text + "\" lacks the file or the layer.", "Write FILE|LAYER.");
  }
  return spec;
}

}  // namespace

Result<InputSpec> parseInput(const std::string& text) {
  if (text.empty()) {
    return invalid("INPUT is empty.", "Give data:SOURCE/LAYER, dataset:ID, job:ID, a file, or -.");
  }
  if (text == "-") {
    InputSpec spec;
    spec.kind = InputSpec::Kind::kStandardInput;
    return spec;
  }
  if (startsWith(text, "data:")) return parseLayer(text);
  const bool is_reference = startsWith(text, "dataset:") || startsWith(text, "job:");
  const bool is_api_name = startsWith(text, "datasets/") || startsWith(text, "jobs/");
  if (is_reference || (is_api_name && !isFile(text))) {
    const Result<std::string> name = parseName(text);
    if (name.ok()) return specOf(*name);
    // `datasets/lakes.gpkg` is a path, even when there is nothing.
    if (is_reference) return name.error();
  }
  return parseFile(text);
}

}  // namespace geotask::cli
