// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/example_call.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/text.h"

namespace geotask::cli {
namespace {

using Json = nlohmann::ordered_json;

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

bool takes(const v1::Parameter& parameter, const char* type) {
  return std::find(parameter.data_types().begin(), parameter.data_types().end(), type) !=
         parameter.data_types().end();
}

bool takesVectors(const v1::Parameter& parameter) {
  return takesGeometry(parameter, "Point") || takesGeometry(parameter, "LineString") ||
         takesGeometry(parameter, "Polygon");
}

// There is no project that has one, unless the call names it.
bool isProjectCrs(const v1::Parameter& parameter) {
  return parameter.default_value().string_value() == "ProjectCrs";
}

// The name of an algorithm, of its id.
std::string nameIn(const std::string& id) { return id.substr(id.find(':') + 1); }

class Example {
 public:
  Example(const v1::Algorithm& algorithm, const v1::ServerInfo& info)
      : algorithm_(algorithm), info_(info) {
    for (const v1::Parameter& parameter : algorithm.parameters()) {
      if (parameter.destination()) {
        if (wanted(parameter)) inputs_[parameter.name()] = destination(parameter);
      } else if (!parameter.optional() &&
                 (!parameter.has_default_value() || isProjectCrs(parameter))) {
        inputs_[parameter.name()] = isProjectCrs(parameter) ? Json("EPSG:4326") : value(parameter);
      }
    }
  }

  std::string command() const {
    const bool structured = std::any_of(inputs_.begin(), inputs_.end(),
                                        [](const Json& one) { return one.is_structured(); });
    const std::string run = "geotask run " + shellWord(algorithm_.id());
    if (structured) {
      return "echo " + shellWord(Json{{"inputs", inputs_}}.dump()) + " | " + run + " -";
    }
    std::string text = run;
    for (const auto& [name, given] : inputs_.items()) {
      text += " " + shellWord("--" + name + "=" +
                              (given.is_string() ? given.get<std::string>() : given.dump()));
    }
    return text;
  }

 private:
  std::string destination(const v1::Parameter& parameter) const {
    const std::string name = destinations() > 1 ? nameIn(algorithm_.id()) + "-" + parameter.name()
                                                : nameIn(algorithm_.id());
    if (parameter.folder()) return name;
    std::string extension = parameter.extensions().empty() ? "txt" : parameter.extensions(0);
    if (parameter.type() == "sink" || parameter.type() == "vectorDestination") extension = "gpkg";
    if (parameter.type() == "rasterDestination") extension = "tif";
    return name + "." + extension;
  }

  // Outputs that must be there; where none must, the main one.
  bool wanted(const v1::Parameter& parameter) const {
    return !parameter.optional() || (destinations() == 0 && parameter.name() == "OUTPUT");
  }

  std::ptrdiff_t destinations() const {
    return std::count_if(
        algorithm_.parameters().begin(), algorithm_.parameters().end(),
        [](const v1::Parameter& each) { return each.destination() && !each.optional(); });
  }

  Json value(const v1::Parameter& parameter) {
    static const std::map<std::string, Json> kValues = {
        {"boolean", false},
        {"enum", 0},
        {"band", 1},
        {"expression", "1"},
        {"crs", "EPSG:3857"},
        {"extent", "8,9,47,48 [EPSG:4326]"},
        {"point", "8.5,47.5 [EPSG:4326]"},
        {"geometry", "POINT(8.5 47.5)"},
        {"range", "0,1"},
        {"matrix", Json::array({0, 100, 1})},
        {"color", "#336699"},
        {"datetime", "2026-01-31"},
        {"raster_calc_expression", "1"},
        {"fields_mapping", Json::array({{{"name", "number"},
                                         {"type", 2},
                                         {"expression", "1"},
                                         {"length", 0},
                                         {"precision", 0}}})},
        {"aggregates", Json::array({{{"name", "number"},
                                     {"type", 2},
                                     {"input", "1"},
                                     {"aggregate", "count"},
                                     {"delimiter", ","},
                                     {"length", 0},
                                     {"precision", 0}}})},
    };
    if (parameter.type() == "field") return field(parameter);
    if (parameter.type() == "dxflayers" || parameter.type() == "vectortilewriterlayers") {
      return Json::array({{{"layer", layer(parameter)}}});
    }
    if (parameter.type() == "file") {
      if (parameter.folder()) return "folder/";
      return "file." + (parameter.extensions().empty() ? "txt" : parameter.extensions(0));
    }
    const auto known = kValues.find(parameter.type());
    if (known != kValues.end()) return known->second;
    if (!parameter.data_types().empty()) return layer(parameter);
    if (parameter.has_minimum() && parameter.minimum() > 1) {
      return static_cast<int64_t>(std::ceil(parameter.minimum()));
    }
    if (parameter.has_maximum() && parameter.maximum() < 1) return parameter.maximum();
    static const std::string kNumbers = "number distance area volume scale duration length";
    if (contains(kNumbers, parameter.type().c_str())) return 1;
    return "text";
  }

  // The smallest layer on offer that the parameter takes, else a file.
  std::string layer(const v1::Parameter& parameter) {
    if (changesInput()) return localFile(parameter);
    const v1::Layer* best = nullptr;
    std::string reference;
    for (const v1::Source& source : info_.sources()) {
      for (const v1::Layer& each : source.layers()) {
        if (!takesGeometry(parameter, each.schema().geometry_type())) continue;
        if (each.has_feature_count() && each.feature_count() == 0) continue;
        if (best != nullptr && rank(*best) <= rank(each)) continue;
        best = &each;
        reference = "data:" + source.name() + "/" + each.name();
      }
    }
    if (best == nullptr) return localFile(parameter);
    layers_[parameter.name()] = best;
    return reference;
  }

  // Tables without geometry last.
  static std::pair<bool, uint64_t> rank(const v1::Layer& layer) {
    const std::string& type = layer.schema().geometry_type();
    return {type.empty() || type == "NoGeometry", layer.feature_count()};
  }

  // A layer comes out and has no destination: an input is changed in place, which a source of the
  // server never is.
  bool changesInput() const {
    const auto& outputs = algorithm_.outputs();
    const auto& parameters = algorithm_.parameters();
    return std::none_of(parameters.begin(), parameters.end(),
                        [](const v1::Parameter& each) { return each.destination(); }) &&
           std::any_of(outputs.begin(), outputs.end(), [](const v1::OutputDefinition& each) {
             return each.type() == "outputVector" || each.type() == "outputRaster";
           });
  }

  static std::string localFile(const v1::Parameter& parameter) {
    if (takes(parameter, "Raster") && !takesVectors(parameter)) return "raster.tif";
    if (takes(parameter, "Mesh")) return "mesh.2dm";
    if (takes(parameter, "PointCloud")) return "points.las";
    if (takes(parameter, "VectorPoint")) return "points.gpkg";
    if (takes(parameter, "VectorLine")) return "lines.gpkg";
    if (takes(parameter, "VectorPolygon")) return "polygons.gpkg";
    return "layer.gpkg";
  }

  // A field of the layer that the parameter depends on; a numeric one where there is one, which
  // most that ask for a field can use.
  std::string field(const v1::Parameter& parameter) const {
    const auto layer = layers_.find(parameter.parent());
    if (layer == layers_.end() || layer->second->schema().fields().empty()) return "name";
    const auto& fields = layer->second->schema().fields();
    const auto type = parameter.definition().fields().find("data_type");
    const bool wants_text =
        type != parameter.definition().fields().end() &&
        (type->second.number_value() == 1 || type->second.string_value() == "1");
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const v1::Field& each) {
      return wants_text ? each.type() == v1::FIELD_TYPE_STRING
                        : each.type() == v1::FIELD_TYPE_INTEGER64 ||
                              each.type() == v1::FIELD_TYPE_INTEGER ||
                              each.type() == v1::FIELD_TYPE_DOUBLE;
    });
    return found == fields.end() ? fields.begin()->name() : found->name();
  }

  const v1::Algorithm& algorithm_;
  const v1::ServerInfo& info_;
  Json inputs_ = Json::object();
  std::map<std::string, const v1::Layer*> layers_;  // What was chosen, by parameter.
};

}  // namespace

bool takesGeometry(const v1::Parameter& parameter, const std::string& geometry_type) {
  if (takes(parameter, "Vector") || takes(parameter, "MapLayer")) return true;
  if (geometry_type.empty() || geometry_type == "NoGeometry") return false;
  if (takes(parameter, "VectorAnyGeometry")) return true;
  if (contains(geometry_type, "Point")) return takes(parameter, "VectorPoint");
  if (contains(geometry_type, "Polygon") || contains(geometry_type, "Surface")) {
    return takes(parameter, "VectorPolygon");
  }
  if (contains(geometry_type, "Line") || contains(geometry_type, "Curve")) {
    return takes(parameter, "VectorLine");
  }
  return false;
}

std::string shellWord(const std::string& word) {
  static const std::string kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string exampleCall(const v1::Algorithm& algorithm, const v1::ServerInfo& info) {
  return Example(algorithm, info).command();
}

}  // namespace geotask::cli
