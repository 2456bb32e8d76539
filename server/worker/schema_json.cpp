// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/wkb.h"
#include "worker/protocol.h"

namespace geotask {
namespace {

// Those of schemas that come from clients.
constexpr size_t kMaxFields = 2000;
constexpr size_t kMaxNameBytes = 255;
constexpr size_t kMaxCrsBytes = 65536;

// Whether PROJ would open a file for it.
bool namesFiles(const std::string& crs) {
  const std::string upper = absl::AsciiStrToUpper(crs);
  return absl::StrContains(upper, "PARAMETERFILE") || absl::StrContains(upper, "NADGRIDS") ||
         absl::StrContains(upper, "GEOIDGRIDS");
}

absl::Status wrong(const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat("a schema with ", what));
}

}  // namespace

Json toJson(const Schema& schema) {
  Json fields = Json::array();
  for (const Field& field : schema.fields) {
    fields.push_back({{"name", field.name},
                      {"type", static_cast<int>(field.type)},
                      {"length", field.length},
                      {"precision", field.precision}});
  }
  return {
      {"fields", std::move(fields)}, {"geometry_type", schema.geometry_type}, {"crs", schema.crs}};
}

absl::StatusOr<Schema> schemaFromJson(const Json& json) {
  Schema schema;
  schema.geometry_type = textIn(json, "geometry_type");
  if (!isGeometryTypeName(schema.geometry_type)) {
    return wrong(absl::StrCat("the geometry type '", schema.geometry_type, "'"));
  }
  schema.crs = textIn(json, "crs", kMaxCrsBytes);
  if (namesFiles(schema.crs)) schema.crs.clear();
  const Json& fields = listIn(json, "fields");
  if (fields.size() > kMaxFields) return wrong(absl::StrCat(fields.size(), " fields"));
  for (const Json& member : fields) {
    Field field;
    field.name = textIn(member, "name", kMaxNameBytes);
    const double type = numberIn(member, "type");
    if (type < 0 || type > static_cast<int>(FieldType::kJson)) return wrong("a field of no type");
    field.type = static_cast<FieldType>(static_cast<int>(type));
    const auto count = [&](const char* name) {
      return static_cast<int>(std::clamp(numberIn(member, name), -1.0, 1e9));
    };
    field.length = count("length");
    field.precision = count("precision");
    schema.fields.push_back(std::move(field));
  }
  return schema;
}

}  // namespace geotask
