// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/schema_text.h"

#include "cli/text.h"

namespace geotask::cli {

std::string fieldTypeText(const v1::Field& field) {
  const std::string kPrefix = "FIELD_TYPE_";
  const std::string& name = v1::FieldType_Name(field.type());
  return name.compare(0, kPrefix.size(), kPrefix) == 0 ? name.substr(kPrefix.size()) : name;
}

std::string fieldsText(const v1::Schema& schema) {
  std::string text;
  for (const v1::Field& field : schema.fields()) {
    text += (text.empty() ? "" : ", ") + field.name() + " " + fieldTypeText(field);
  }
  return text;
}

std::string crsColumn(const std::string& crs) { return fitted(crs, 24); }

}  // namespace geotask::cli
