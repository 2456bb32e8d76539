// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/run_plan.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

namespace geotask::cli {
namespace {

namespace fs = std::filesystem;
using client::Result;
using nlohmann::json;

client::Error mistake(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT", message,
                            remedy);
}

const v1::Parameter* find(const v1::Algorithm& algorithm, const std::string& name) {
  const auto found =
      std::find_if(algorithm.parameters().begin(), algorithm.parameters().end(),
                   [&](const v1::Parameter& candidate) { return candidate.name() == name; });
  return found == algorithm.parameters().end() ? nullptr : &*found;
}

// What stands between a layer and what an interpolation is told of it, and between two such rows.
constexpr char kOfLayer[] = "::~::";
constexpr char kNextLayer[] = "::|::";

bool isOneOf(const v1::Parameter& parameter, const std::set<std::string>& types) {
  return types.count(parameter.type()) != 0;
}

bool takesFiles(const v1::Parameter& parameter) {
  return !parameter.data_types().empty() ||
         isOneOf(parameter, {"file", "extent", "crs", "idw_interpolation_data", "tininputlayers",
                             "vectortilewriterlayers", "dxflayers"});
}

// Whether a text that names no file may be something else.
bool takesOtherText(const v1::Parameter& parameter) {
  return isOneOf(parameter, {"extent", "crs"});
}

class Planner {
 public:
  explicit Planner(const RunPlanner& steps) : steps_(steps) {}

  // Replaces local files in a value of a parameter that takes layers or files.
  Result<json> withReferences(const v1::Parameter& parameter, const json& value) {
    if (value.is_string()) return references(parameter, value.get<std::string>());
    if (!value.is_structured()) return value;
    json replaced = value;
    for (auto& [key, member] : replaced.items()) {
      if (value.is_object() && key != "source" && key != "layer") continue;
      Result<json> done = withReferences(parameter, member);
      if (!done.ok()) return done;
      member = std::move(*done);
    }
    return replaced;
  }

  // Notes where an output goes and gives what the server is to call it.
  Result<json> destination(const v1::Parameter& parameter, const json& value, RunPlan& plan) {
    if (!value.is_string()) return value;
    const std::string text = value.get<std::string>();
    if (text.empty() || text == "TEMPORARY_OUTPUT" || text == "memory:") return value;
    const fs::path path(text);
    const Result<void> good = steps_.place(parameter.name(), text);
    if (!good.ok()) return good.error();
    if (!places_.insert(fs::absolute(path).lexically_normal().string()).second) {
      return mistake("Two outputs would be written to " + text + ".", "Give each its own place.");
    }
    plan.downloads[parameter.name()] = text;
    if (parameter.folder()) return json("TEMPORARY_OUTPUT");
    return json(path.filename().string());
  }

 private:
  // Rows of LAYER::~::Z::~::FIELD::~::TYPE, or one layer.
  Result<json> references(const v1::Parameter& parameter, const std::string& text) {
    std::string replaced;
    for (size_t begin = 0, next = 0; next != std::string::npos; begin = next + 5) {
      next = text.find(kNextLayer, begin);
      const std::string row = text.substr(begin, next - begin);
      const size_t end = row.find(kOfLayer);
      const Result<json> layer = reference(parameter, row.substr(0, end));
      if (!layer.ok()) return layer;
      replaced += (begin == 0 ? "" : kNextLayer) + layer->get<std::string>();
      if (end != std::string::npos) replaced += row.substr(end);
    }
    return json(replaced);
  }

  Result<json> reference(const v1::Parameter& parameter, const std::string& text) {
    if (text.empty() || isReference(text)) return json(text);
    // A file with a bar in its name goes before what QGIS takes after a bar.
    std::error_code error;
    const size_t bar = fs::exists(text, error) ? std::string::npos : text.find('|');
    const std::string path = text.substr(0, bar);
    if (!fs::exists(path, error)) {
      if (steps_.with_project || takesOtherText(parameter)) return json(text);
      return mistake(parameter.name() + ": there is no file " + path + ".",
                     "Name a file, data:SOURCE/LAYER, dataset:ID or job:ID.");
    }
    const Result<std::string> uploaded = steps_.reference(text);
    if (!uploaded.ok()) return uploaded.error();
    return json(*uploaded);
  }

  const RunPlanner& steps_;
  std::set<std::string> places_;
};

}  // namespace

bool isReference(const std::string& text) {
  for (const char* scheme : {"data:", "dataset:", "job:"}) {
    if (text.rfind(scheme, 0) == 0) return true;
  }
  return false;
}

Result<RunPlan> planRun(const json& parameters, const v1::Algorithm& algorithm,
                        const RunPlanner& steps) {
  RunPlan plan;
  plan.parameters = parameters;
  Planner planner(steps);
  // Places first: a mistake there should cost no upload.
  for (const bool destinations : {true, false}) {
    for (auto& [name, value] : plan.parameters.items()) {
      const v1::Parameter* parameter = find(algorithm, name);
      if (parameter == nullptr || parameter->destination() != destinations) continue;
      if (!destinations && !takesFiles(*parameter)) continue;
      Result<json> planned = destinations ? planner.destination(*parameter, value, plan)
                                          : planner.withReferences(*parameter, value);
      if (!planned.ok()) return planned.error();
      value = std::move(*planned);
    }
  }
  return plan;
}

}  // namespace geotask::cli
