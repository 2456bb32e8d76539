// SPDX-License-Identifier: GPL-2.0-or-later
//
// Pictures, from and to messages.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "domain/picture_service.h"
#include "geotask/v1/render.pb.h"

namespace geotask {

// INVALID_NAME; what else is wrong checkPicture() tells.
absl::StatusOr<PictureRequest> fromProto(const v1::RenderOutputRequest& proto,
                                         const std::string& principal);
void toProto(const Picture& picture, v1::RenderHeader& proto);

}  // namespace geotask
