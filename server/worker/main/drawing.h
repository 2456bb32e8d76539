// SPDX-License-Identifier: GPL-2.0-or-later
//
// Draws what the daemon asks for: the message "draw" of protocol.h. Main thread.
#pragma once

#include "domain/feature_codec.h"
#include "domain/json.h"
#include "worker/frames.h"
#include "worker/main/inbox.h"

namespace geotask {

void draw(FrameChannel& channel, Inbox& inbox, const FeatureCodec& codec, const Json& message);

}  // namespace geotask
