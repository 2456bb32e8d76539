// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is told about the processes that run algorithms, and about those that do geometry.
#pragma once

#include <cstdint>
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

struct GeometryInfo {
  unsigned processes = 0;
  uint64_t started = 0;     // Processes, since the daemon has.
  uint64_t done = 0;        // Tasks that were answered,
  uint64_t cancelled = 0;   // given up,
  uint64_t crashed = 0;     // or failed with their process.
  uint64_t interrupts = 0;  // Of GEOS in the daemon itself.
  uint64_t max_interrupts = 0;
};

}  // namespace geotask
