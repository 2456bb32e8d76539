// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a worker process is told when it is started: the one argument of geotask-worker, as JSON.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/json.h"

namespace geotask {

// Native workers have QGIS's native algorithms; Python ones have those and what Python brings.
enum class WorkerKind { kNative, kPython };

// What the operator decides for all workers.
struct WorkerSettings {
  bool sandbox = true;                      // Landlock and seccomp, as far as the kernel has them.
  bool network = false;                     // May reach the network.
  unsigned threads = 1;                     // Of QGIS's own tasks inside a worker.
  std::string models_folder;                // Models (.model3) to offer; empty: none.
  std::string scripts_folder;               // Scripts (.py) to offer; empty: none.
  std::vector<std::string> plugin_folders;  // Plugins with providers, each a folder of one plugin.
  // What a worker may read besides, and its environment may have: a connection service file, say.
  std::vector<std::string> readable;
  std::vector<std::string> environment;  // "NAME=value"
};

struct WorkerSetup {
  WorkerKind kind = WorkerKind::kNative;
  std::string folder;             // Its own: in/, out/, tmp/ and home/ are there.
  uint64_t max_memory_bytes = 0;  // 0: no limit.
  uint64_t max_file_bytes = 0;    // Of one file; 0: no limit.
  WorkerSettings settings;
};

std::string toArgument(const WorkerSetup& setup);
absl::StatusOr<WorkerSetup> parseArgument(const std::string& argument);

}  // namespace geotask
