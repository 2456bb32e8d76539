// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/geojson_fields.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace geotask {
namespace {

using Json = nlohmann::json;

bool isInteger64(const Json& json) {
  return json.is_number_integer() &&
         (!json.is_number_unsigned() ||
          json.get<uint64_t>() <= uint64_t{std::numeric_limits<int64_t>::max()});
}

Value valueOf(const Json& json, FieldType type) {
  if (json.is_null()) return std::monostate();
  switch (type) {
    case FieldType::kBoolean:
      return json.get<bool>();
    case FieldType::kInteger64:
      return json.get<int64_t>();
    case FieldType::kDouble:
      return json.get<double>();
    case FieldType::kJson:
      return json.dump();
    default:
      return json.is_string() ? json.get<std::string>() : json.dump();
  }
}

}  // namespace

void GeoJsonFields::addName(const std::string& name) {
  if (!places_.emplace(name, names_.size()).second) return;
  names_.push_back(name);
  seen_.emplace_back();
}

void GeoJsonFields::look(const Json& properties) {
  for (const auto& [name, value] : properties.items()) {
    Seen& seen = seen_[places_.at(name)];
    if (value.is_boolean()) seen.booleans = true;
    if (value.is_number()) (isInteger64(value) ? seen.integers : seen.doubles) = true;
    if (value.is_string()) seen.strings = true;
    if (value.is_structured()) seen.structures = true;
  }
}

FieldType GeoJsonFields::typeOf(const Seen& seen) {
  if (seen.structures) return FieldType::kJson;
  const bool numbers = seen.integers || seen.doubles;
  if (seen.strings || (seen.booleans && numbers)) return FieldType::kString;
  if (seen.booleans) return FieldType::kBoolean;
  if (seen.doubles) return FieldType::kDouble;
  return seen.integers ? FieldType::kInteger64 : FieldType::kString;
}

std::vector<Field> GeoJsonFields::fields() const {
  std::vector<Field> fields;
  for (size_t i = 0; i < names_.size(); ++i) fields.push_back({names_[i], typeOf(seen_[i])});
  return fields;
}

std::vector<Value> GeoJsonFields::values(const Json& properties) const {
  std::vector<Value> values(names_.size());
  for (const auto& [name, value] : properties.items()) {
    const size_t place = places_.at(name);
    values[place] = valueOf(value, typeOf(seen_[place]));
  }
  return values;
}

}  // namespace geotask
