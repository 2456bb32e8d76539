// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/worker_setup.h"

#include "worker/protocol.h"

namespace geotask {

std::string toArgument(const WorkerSetup& setup) {
  const WorkerSettings& settings = setup.settings;
  return writeMessage({{"python", setup.kind == WorkerKind::kPython},
                       {"folder", setup.folder},
                       {"max_memory_bytes", setup.max_memory_bytes},
                       {"max_file_bytes", setup.max_file_bytes},
                       {"sandbox", settings.sandbox},
                       {"network", settings.network},
                       {"threads", settings.threads},
                       {"models_folder", settings.models_folder},
                       {"scripts_folder", settings.scripts_folder},
                       {"plugin_folders", settings.plugin_folders},
                       {"readable", settings.readable}});
}

absl::StatusOr<WorkerSetup> parseArgument(const std::string& argument) {
  const absl::StatusOr<Json> json = readMessage(argument);
  if (!json.ok()) return json.status();
  WorkerSetup setup;
  setup.kind = flagIn(*json, "python") ? WorkerKind::kPython : WorkerKind::kNative;
  setup.folder = textIn(*json, "folder");
  if (setup.folder.empty()) return absl::InvalidArgumentError("no folder is named");
  setup.max_memory_bytes = static_cast<uint64_t>(numberIn(*json, "max_memory_bytes"));
  setup.max_file_bytes = static_cast<uint64_t>(numberIn(*json, "max_file_bytes"));
  // What is not said is safe.
  setup.settings.sandbox = !valueIn(*json, "sandbox").is_boolean() || flagIn(*json, "sandbox");
  setup.settings.network = flagIn(*json, "network");
  setup.settings.threads = static_cast<unsigned>(numberIn(*json, "threads"));
  setup.settings.models_folder = textIn(*json, "models_folder");
  setup.settings.scripts_folder = textIn(*json, "scripts_folder");
  setup.settings.plugin_folders = textsIn(*json, "plugin_folders");
  setup.settings.readable = textsIn(*json, "readable");
  return setup;
}

}  // namespace geotask
