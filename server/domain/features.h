// SPDX-License-Identifier: GPL-2.0-or-later
//
// Features as the daemon passes them from room to room: plain values. The meaning of each member is
// that of the message of the same name in proto/geotask/v1/feature.proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace geotask {

enum class FieldType {
  kBoolean,
  kInteger,
  kInteger64,
  kDouble,
  kString,
  kDate,
  kTime,
  kDateTime,
  kBinary,
  kJson,
};

struct Field {
  std::string name;
  FieldType type = FieldType::kString;
  int length = 0;
  int precision = 0;

  bool isNumeric() const {
    return type == FieldType::kInteger || type == FieldType::kInteger64 ||
           type == FieldType::kDouble;
  }
};

struct Schema {
  std::vector<Field> fields;
  std::string geometry_type = "Geometry";  // OGC name with Z, M, ZM; "NoGeometry" for a table.
  std::string crs;                         // Authority code or WKT2; empty for none.

  // The place of a field, or nothing.
  std::optional<size_t> fieldIndex(const std::string& name) const;
};

struct Binary {
  std::string bytes;
  bool operator==(const Binary& other) const { return bytes == other.bytes; }
};

// Null is std::monostate. Dates, times and JSON are text (ISO 8601, RFC 8259).
using Value = std::variant<std::monostate, bool, int64_t, double, std::string, Binary>;

struct Feature {
  int64_t id = 0;
  std::optional<std::string> wkb;  // ISO WKB; nothing for a null geometry.
  std::vector<Value> attributes;   // One a field of the schema.
};

using FeatureBatch = std::vector<Feature>;

// Bytes that a row takes in memory.
uint64_t memoryOf(const Feature& row);

}  // namespace geotask
