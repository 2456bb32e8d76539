// SPDX-License-Identifier: GPL-2.0-or-later
//
// Calls of algorithms, from and to messages.
#pragma once

#include "absl/status/statusor.h"
#include "domain/processing.h"
#include "geotask/v1/processing.pb.h"

namespace geotask {

// INVALID_ARGUMENT with a field of the message: MISSING_FIELD, INVALID_VALUE, OUT_OF_RANGE.
absl::StatusOr<ProcessingCall> fromProto(const v1::Processing& proto);
void toProto(const ProcessingCall& call, v1::Processing& proto);

}  // namespace geotask
