// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/row_check.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/wkb.h"
#include "rpc/iso_time.h"

namespace geotask {
namespace {

absl::Status invalid(size_t index, std::string given, std::string accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_ATTRIBUTE", absl::StrCat("attributes[", index, "]"), std::move(given),
                    std::move(accepted), "Give each attribute as its field in the schema says."});
}

std::string show(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case v1::Value::kIntegerValue:
      return absl::StrCat(value.integer_value());
    case v1::Value::kDoubleValue:
      return absl::StrCat(value.double_value());
    case v1::Value::kStringValue:
      return value.string_value();
    case v1::Value::kBinaryValue:
      return "bytes";
    case v1::Value::KIND_NOT_SET:
      break;
  }
  return "null";
}

// What a value of this type looks like, for people.
const char* form(FieldType type) {
  switch (type) {
    case FieldType::kBoolean:
      return "bool_value";
    case FieldType::kInteger:
      return "integer_value from -2147483648 to 2147483647";
    case FieldType::kInteger64:
      return "integer_value";
    case FieldType::kDouble:
      return "double_value";
    case FieldType::kString:
      return "string_value";
    case FieldType::kDate:
      return "string_value like 2024-02-29";
    case FieldType::kTime:
      return "string_value like 13:45:30.250";
    case FieldType::kDateTime:
      return "string_value like 2024-02-29T13:45:30.250Z";
    case FieldType::kBinary:
      return "binary_value";
    case FieldType::kJson:
      return "string_value that is a JSON text";
  }
  return "";
}

bool fits(const v1::Value& value, FieldType type) {
  const bool text = value.kind_case() == v1::Value::kStringValue;
  switch (type) {
    case FieldType::kBoolean:
      return value.has_bool_value();
    case FieldType::kInteger:
      return value.has_integer_value() &&
             value.integer_value() >= std::numeric_limits<int32_t>::min() &&
             value.integer_value() <= std::numeric_limits<int32_t>::max();
    case FieldType::kInteger64:
      return value.has_integer_value();
    case FieldType::kDouble:
      return value.has_double_value();
    case FieldType::kString:
      return text;
    case FieldType::kDate:
      return text && isIsoDate(value.string_value());
    case FieldType::kTime:
      return text && isIsoTime(value.string_value());
    case FieldType::kDateTime:
      return text && isIsoDateTime(value.string_value());
    case FieldType::kBinary:
      return value.has_binary_value();
    case FieldType::kJson:
      return text && nlohmann::json::accept(value.string_value());
  }
  return false;
}

}  // namespace

RowCheck::RowCheck(Schema schema, uint64_t max_vertices)
    : schema_(std::move(schema)), max_vertices_(max_vertices) {}

absl::Status RowCheck::checkGeometry(const std::string& wkb) const {
  const auto summary = checkWkb(wkb);
  if (!summary.ok()) return summary.status();
  if (absl::Status few = checkVertexCount(wkb, max_vertices_); !few.ok()) return few;
  const std::string type = geometryTypeName(summary->type);
  if (schema_.geometry_type == "Geometry" || schema_.geometry_type == type) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_WKB", "wkb", type,
                    schema_.geometry_type == "NoGeometry" ? "no geometry" : schema_.geometry_type,
                    "Give the geometry type that all rows have, or Geometry when they differ."});
}

absl::Status RowCheck::check(const v1::Feature& row) const {
  if (row.has_wkb())
    if (absl::Status status = checkGeometry(row.wkb()); !status.ok()) return status;
  const size_t count = static_cast<size_t>(row.attributes_size());
  if (count != schema_.fields.size())
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_ATTRIBUTE", "attributes", absl::StrCat(count, " attributes"),
                      absl::StrCat(schema_.fields.size(), ", as many as the schema has fields"),
                      "Give a Value with no member set for null."});
  for (size_t i = 0; i < count; ++i) {
    const v1::Value& value = row.attributes(static_cast<int>(i));
    const FieldType type = schema_.fields[i].type;
    if (value.kind_case() != v1::Value::KIND_NOT_SET && !fits(value, type))
      return invalid(i, show(value), form(type));
  }
  return absl::OkStatus();
}

}  // namespace geotask
