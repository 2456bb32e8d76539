// SPDX-License-Identifier: GPL-2.0-or-later
//
// Enum values that this version does not know.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"

namespace geotask {

// The names of all values but the one that is zero: "SIDE_LEFT, SIDE_RIGHT".
inline std::string enumNames(const google::protobuf::EnumDescriptor* type) {
  std::string names;
  for (int i = 0; i < type->value_count(); ++i)
    if (type->value(i)->number() != 0)
      absl::StrAppend(&names, names.empty() ? "" : ", ", type->value(i)->name());
  return names;
}

// INVALID_ARGUMENT OUT_OF_RANGE for a number that is no value of this enum.
inline absl::Status checkEnum(const google::protobuf::EnumDescriptor* type, int value,
                              const std::string& field) {
  if (type->FindValueByNumber(value) != nullptr) return absl::OkStatus();
  return makeError(absl::StatusCode::kInvalidArgument,
                   {"OUT_OF_RANGE", field, absl::StrCat(value), enumNames(type),
                    "This server knows no other values; a newer one may."});
}

}  // namespace geotask
