// SPDX-License-Identifier: GPL-2.0-or-later
//
// The forms of ISO 8601 that attributes may have: see FieldType in proto/geotask/v1/feature.proto.
#pragma once

#include "absl/strings/string_view.h"

namespace geotask {

bool isIsoDate(absl::string_view text);      // 2024-02-29
bool isIsoTime(absl::string_view text);      // 13:45:30 or 13:45:30.250
bool isIsoDateTime(absl::string_view text);  // 2024-02-29T13:45:30.250, with Z, +01:00 or nothing

}  // namespace geotask
