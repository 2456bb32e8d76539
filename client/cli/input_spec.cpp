// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/input_spec.h"

namespace geotask::cli {
namespace {

client::Error invalid(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT", message, remedy);
}

}  // namespace

client::Result<InputSpec> parseInput(const std::string& text) {
  InputSpec spec;
  if (text.empty()) return invalid("INPUT is empty.", "Give data:SOURCE/LAYER, a file, or -.");
  if (text == "-") {
    spec.kind = InputSpec::Kind::kStandardInput;
    return spec;
  }
  if (text.compare(0, 5, "data:") == 0) {
    const size_t slash = text.find('/');
    if (slash == std::string::npos || slash == 5 || slash + 1 == text.size()) {
      return invalid("\"" + text + "\" names no layer of the server.",
                     "Write data:SOURCE/LAYER; `geotask sources` lists them.");
    }
    spec.kind = InputSpec::Kind::kServer;
    spec.source = text;
    return spec;
  }
  // The last bar: a database's connection string may hold others.
  const size_t bar = text.rfind('|');
  spec.source = text.substr(0, bar);
  if (bar != std::string::npos) {
    spec.layer = text.substr(bar + 1);
    // QGIS writes `world.gpkg|layername=countries`.
    const std::string kKey = "layername=";
    if (spec.layer.compare(0, kKey.size(), kKey) == 0) spec.layer.erase(0, kKey.size());
    if (spec.layer.empty() || spec.source.empty()) {
      return invalid("\"" + text + "\" lacks the file or the layer.", "Write FILE|LAYER.");
    }
  }
  return spec;
}

}  // namespace geotask::cli
