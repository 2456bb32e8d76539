// SPDX-License-Identifier: GPL-2.0-or-later
//
// The options of a buffer job, from the API's message and back.
#pragma once

#include "absl/status/statusor.h"
#include "domain/buffer_options.h"
#include "geotask/v1/buffer.pb.h"

namespace geotask {

// INVALID_ARGUMENT OUT_OF_RANGE for an enum value that is not known; fields are named from the
// message on. What the options mean together is the domain's to check.
absl::StatusOr<BufferOptions> fromProto(const v1::Buffer& proto);
void toProto(const BufferOptions& options, v1::Buffer& proto);

}  // namespace geotask
