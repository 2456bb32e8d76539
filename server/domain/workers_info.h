// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is told about the processes that run algorithms.
#pragma once

#include <string>
#include <vector>

namespace geotask {

// One of the fences around a worker process.
struct ProtectionInfo {
  std::string name;  // "Landlock"
  bool in_force = false;
  std::string detail;  // "ABI 7", or why it is not in force.
};

struct WorkersInfo {
  unsigned count = 0;
  bool python = false;   // Whether algorithms that need Python are run.
  bool network = false;  // Whether algorithms may reach the network.
  // Empty until the first worker has told, and without a sandbox.
  std::vector<ProtectionInfo> protections;
};

}  // namespace geotask
