// SPDX-License-Identifier: GPL-2.0-or-later
//
// A call of an algorithm on its way to a worker: the message "check" or "run".
#pragma once

#include <string>
#include <vector>

#include "domain/json.h"
#include "domain/processing.h"

namespace geotask {

// An input as the worker sees it: something to open, or rows that follow the message.
struct StagedInput {
  std::string reference;
  std::string uri;       // A path below in/, or what a source of the operator is.
  std::string provider;  // Empty: QGIS finds out.
  bool rows = false;
  Schema schema;
  std::string layer_name;
};

struct CallMessage {
  bool run = false;     // Else only checked.
  ProcessingCall call;  // `project` is a path, or empty.
  std::vector<StagedInput> inputs;
};

Json toJson(const StagedInput& input);
StagedInput inputFromJson(const Json& json);

Json toJson(const CallMessage& message);
// In the worker, which believes the daemon.
CallMessage callFromJson(const Json& json);

}  // namespace geotask
