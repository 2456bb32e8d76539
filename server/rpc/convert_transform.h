// SPDX-License-Identifier: GPL-2.0-or-later
//
// A chain of operations, from the API's message and back.
#pragma once

#include "absl/status/statusor.h"
#include "domain/transform.h"
#include "geotask/v1/transform.pb.h"

namespace geotask {

// INVALID_ARGUMENT OUT_OF_RANGE for an enum value that is not known; fields are named from
// "transform." on. An operation without a member that this server knows becomes monostate. What the
// operations mean is the domain's to check.
absl::StatusOr<Transform> fromProto(const v1::Transform& proto);

// With the defaults filled in.
void toProto(const Transform& transform, v1::Transform& proto);

}  // namespace geotask
