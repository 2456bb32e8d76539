// SPDX-License-Identifier: GPL-2.0-or-later
//
// A picture on its way to a worker and back: the members "picture" and "input" of the message "draw",
// and "picture" of "drawn".
#pragma once

#include "domain/picture.h"
#include "worker/call_message.h"

namespace geotask {

Json toJson(const PictureSpec& spec);
// In the worker, which believes the daemon.
PictureSpec pictureSpecFromJson(const Json& json);

// All of it but the PNG.
Json toJson(const Picture& picture);
// Of what a worker tells. INVALID_ARGUMENT unless it is a PNG of the size that it tells and within the
// bounds of pictures.
absl::StatusOr<Picture> pictureFromJson(const Json& json, std::string png);

}  // namespace geotask
