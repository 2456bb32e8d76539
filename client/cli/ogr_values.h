// SPDX-License-Identifier: GPL-2.0-or-later
//
// Attribute values between the API and OGR.
#pragma once

#include <ogr_feature.h>

#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

// The value of a field of an OGR feature; null for unset and null. Lists become JSON texts.
v1::Value valueOf(const OGRFeature& feature, int field);

// Sets a field of an OGR feature. Where the field is of another type than the value (a format that
// has no dates, say) the value goes in as text: bytes in base64. False when the text is no date or
// time, where one is due.
bool setValue(OGRFeature& feature, int field, const v1::Value& value);

}  // namespace geotask::cli
