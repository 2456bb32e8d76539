// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fields of GeoJSON features: their names, their types, and their values.
//
// A field takes the type that all its values share: BOOLEAN; INTEGER64, or DOUBLE when some are not
// whole; STRING; JSON when there is an object or an array among them. Of values of other mixtures,
// STRING holds the texts, and the JSON texts of the others. A field that is always null is a
// STRING.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "domain/features.h"

namespace geotask {

class GeoJsonFields {
 public:
  // First all names, in the order of the fields; repeats do nothing.
  void addName(const std::string& name);
  // Then each feature's properties, all of whose names were added.
  void look(const nlohmann::json& properties);
  // What was seen.
  std::vector<Field> fields() const;
  // The attributes of a feature, in the order of the fields.
  std::vector<Value> values(const nlohmann::json& properties) const;

  size_t count() const { return names_.size(); }

 private:
  struct Seen {
    bool booleans = false;
    bool integers = false;
    bool doubles = false;
    bool strings = false;
    bool structures = false;
  };
  static FieldType typeOf(const Seen& seen);

  std::vector<std::string> names_;
  std::unordered_map<std::string, size_t> places_;
  std::vector<Seen> seen_;
};

}  // namespace geotask
