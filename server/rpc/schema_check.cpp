// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpc/schema_check.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "codec/convert_feature.h"
#include "domain/errors.h"
#include "domain/wkb.h"
#include "rpc/enum_check.h"

namespace geotask {
namespace {

constexpr size_t kMaxFields = 2000;
constexpr size_t kMaxName = 255;
constexpr size_t kMaxNames = 65536;  // All names together.
constexpr size_t kMaxCrs = 32768;

absl::Status invalid(std::string field, std::string given, std::string accepted) {
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"INVALID_SCHEMA", std::move(field), std::move(given), std::move(accepted),
                    "Correct the schema of the features."});
}

}  // namespace

absl::Status checkFieldNames(const Schema& schema) {
  if (schema.fields.size() > kMaxFields)
    return invalid("fields", absl::StrCat(schema.fields.size(), " fields"),
                   absl::StrCat("at most ", kMaxFields, " fields"));
  std::set<std::string> names;
  size_t bytes = 0;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const std::string& name = schema.fields[i].name;
    if (name.empty() || name.size() > kMaxName)
      return invalid(absl::StrCat("fields[", i, "].name"), name,
                     absl::StrCat("a name of 1 to ", kMaxName, " bytes"));
    bytes += name.size();
    if (bytes > kMaxNames)
      return invalid("fields", absl::StrCat("names of more than ", kMaxNames, " bytes"),
                     absl::StrCat("names of at most ", kMaxNames, " bytes together"));
    if (!names.insert(name).second)
      return invalid(absl::StrCat("fields[", i, "].name"), name,
                     "a name that no field before it has");
  }
  return absl::OkStatus();
}

absl::Status checkSchema(const v1::Schema& schema) {
  for (int i = 0; i < schema.fields_size(); ++i) {
    const v1::Field& field = schema.fields(i);
    const std::string path = absl::StrCat("fields[", i, "]");
    if (field.type() == v1::FIELD_TYPE_UNSPECIFIED || !v1::FieldType_IsValid(field.type()))
      return invalid(path + ".type", absl::StrCat(field.type()),
                     enumNames(v1::FieldType_descriptor()));
    if (field.length() < 0) return invalid(path + ".length", absl::StrCat(field.length()), ">= 0");
    if (field.precision() < 0)
      return invalid(path + ".precision", absl::StrCat(field.precision()), ">= 0");
  }
  if (!schema.geometry_type().empty() && !isGeometryTypeName(schema.geometry_type()))
    return invalid("geometry_type", schema.geometry_type(),
                   "an OGC name such as Point, MultiPolygonZ, LineStringZM; Geometry; NoGeometry");
  if (schema.crs().size() > kMaxCrs)
    return makeError(absl::StatusCode::kInvalidArgument,
                     {"INVALID_CRS", "crs", schema.crs(),
                      absl::StrCat("an authority code or WKT2 of at most ", kMaxCrs, " bytes")});
  return checkFieldNames(fromProto(schema));
}

}  // namespace geotask
