// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether a schema that came with a request can be used.
#pragma once

#include "absl/status/status.h"
#include "domain/features.h"
#include "geotask/v1/feature.pb.h"

namespace geotask {

// INVALID_SCHEMA; fields are named from the schema on: fields[2].name. Beyond what the API says,
// names have at most 255 bytes, 64 KiB together, and there are at most 2000 fields (what SQLite can
// store), so that the description of any job fits into one message and into memory.
absl::Status checkSchema(const v1::Schema& schema);

// The same for one that was read from GeoJSON.
absl::Status checkFieldNames(const Schema& schema);

}  // namespace geotask
