// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/telling.h"

#include <unistd.h>

#include "worker/protocol.h"

namespace geotask {

void sendFrame(FrameChannel& channel, FrameType type, const std::string& payload) {
  if (!channel.send(type, payload, [] { return false; }).ok()) ::_exit(0);
}

void tell(FrameChannel& channel, const Json& message) {
  sendFrame(channel, FrameType::kMessage, writeMessage(message));
}

}  // namespace geotask
