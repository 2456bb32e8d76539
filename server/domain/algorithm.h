// SPDX-License-Identifier: GPL-2.0-or-later
//
// Algorithms of QGIS as values: what they are called, take and give. Meanings are those of
// proto/geotask/v1/algorithms.proto.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/json.h"

namespace geotask {

struct ParameterDescription {
  std::string name;         // "INPUT"
  std::string description;  // "Input layer"
  std::string help;
  std::string type;  // As QGIS calls it: "source", "distance", "sink".
  bool optional = false;
  bool destination = false;
  bool advanced = false;
  bool hidden = false;
  Json default_value;  // Null: none.
  std::optional<double> minimum;
  std::optional<double> maximum;
  bool integer = false;                 // Of a number.
  std::vector<std::string> options;     // Of an enum, by index.
  bool multiple = false;                // Takes a list.
  std::vector<std::string> data_types;  // Layers it takes: "VectorPolygon".
  std::string parent;                   // The parameter that it depends on.
  bool folder = false;                  // Of a file: takes a folder.
  std::vector<std::string> extensions;  // Of a file or a file destination; the default first.
  bool supports_rows = false;           // Of a destination: rows that can be read as such.
  Json definition;                      // All that QGIS knows: toVariantMap().
};

struct OutputDescription {
  std::string name;
  std::string description;
  std::string type;  // As QGIS calls it: "outputVector", "outputNumber".
};

struct AlgorithmDescription {
  std::string id;  // "native:buffer"
  std::string provider;
  std::string provider_title;
  std::string group;
  std::string title;
  std::string short_description;
  std::string help;  // Plain text.
  std::string help_url;
  std::vector<std::string> tags;
  std::vector<std::string> flags;  // "CAN_CANCEL": names of Algorithm.Flag without the prefix.
  std::vector<ParameterDescription> parameters;
  std::vector<OutputDescription> outputs;
  bool needs_python = false;
  std::string denied;  // Why it may not be run here; empty: it may.
};

}  // namespace geotask
