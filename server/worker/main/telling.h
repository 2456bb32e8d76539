// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a worker says. The process ends when nobody hears it.
#pragma once

#include <string>

#include "domain/json.h"
#include "worker/frames.h"

namespace geotask {

void sendFrame(FrameChannel& channel, FrameType type, const std::string& payload);
void tell(FrameChannel& channel, const Json& message);

}  // namespace geotask
