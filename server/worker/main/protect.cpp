// SPDX-License-Identifier: GPL-2.0-or-later
#include "worker/main/protect.h"

#include <sys/stat.h>

namespace geotask {

std::vector<Protection> protect(const WorkerSetup& setup) {
  ::umask(077);
  const WorkerSettings& settings = setup.settings;
  if (!settings.sandbox) return {};
  SandboxPlan plan;
  plan.network = settings.network;
  plan.readable = settings.readable;
  plan.readable.push_back(setup.folder + "/in");
  for (const std::string& folder : {settings.models_folder, settings.scripts_folder}) {
    if (!folder.empty()) plan.readable.push_back(folder);
  }
  plan.readable.insert(plan.readable.end(), settings.plugin_folders.begin(),
                       settings.plugin_folders.end());
  for (const char* own : {"/out", "/tmp", "/home"}) plan.writable.push_back(setup.folder + own);
  plan.max_file_bytes = setup.max_file_bytes;
#ifndef __SANITIZE_ADDRESS__
  // The daemon ends a worker that grows beyond its limit; this stops one that grows faster than it
  // looks.
  plan.max_memory_bytes = 2 * setup.max_memory_bytes;
#endif
  return enterSandbox(plan);
}

}  // namespace geotask
