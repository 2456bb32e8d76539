// SPDX-License-Identifier: GPL-2.0-or-later
//
// Whether rows that came with a request are what their schema says.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "domain/features.h"
#include "geotask/v1/feature.pb.h"

namespace geotask {

// Immutable; any thread.
class RowCheck {
 public:
  RowCheck(Schema schema, uint64_t max_vertices);

  // INVALID_WKB for a geometry that is not ISO WKB or not of the schema's type, TOO_MANY_VERTICES
  // for one that is larger than geometries may be; INVALID_ATTRIBUTE
  // for attributes of a wrong number, type, range or form. Fields are named from the row on: wkb,
  // attributes[2].
  absl::Status check(const v1::Feature& row) const;

  const Schema& schema() const { return schema_; }

 private:
  absl::Status checkGeometry(const std::string& wkb) const;

  const Schema schema_;
  const uint64_t max_vertices_;
};

}  // namespace geotask
