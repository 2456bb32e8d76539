// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the parts of a schema read. Pure functions.
#pragma once

#include <string>

#include "geotask/v1/feature.pb.h"

namespace geotask::cli {

// The type of a field without the enum's prefix: `INTEGER64`.
std::string fieldTypeText(const v1::Field& field);

// All fields: `name STRING, size DOUBLE`.
std::string fieldsText(const v1::Schema& schema);

// The CRS in a column of a table: of a system without a code, the beginning of its WKT.
std::string crsColumn(const std::string& crs);

}  // namespace geotask::cli
