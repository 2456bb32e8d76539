// SPDX-License-Identifier: GPL-2.0-or-later
//
// Does what the daemon says (protocol.h), on the main thread.
#pragma once

#include <set>
#include <string>

#include "domain/feature_codec.h"
#include "worker/call_message.h"
#include "worker/frames.h"
#include "worker/main/inbox.h"

namespace geotask {

class Answering {
 public:
  // All outlive it. Algorithms of other providers than these need Python; empty: none does.
  Answering(FrameChannel& channel, Inbox& inbox, const FeatureCodec& codec, std::string out_folder,
            std::set<std::string> python_less);

  // Takes the next message and does what it says.
  void serveNext();

 private:
  void describe();
  void call(const CallMessage& message);
  void send(const Json& message);

  FrameChannel& channel_;
  Inbox& inbox_;
  const FeatureCodec& codec_;
  const std::string out_folder_;
  const std::set<std::string> python_less_;
};

}  // namespace geotask
