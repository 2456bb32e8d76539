// SPDX-License-Identifier: GPL-2.0-or-later
//
// A worker process that is ready: the process, the way to talk to it, and the folders it sees.
#pragma once

#include <memory>
#include <string>

#include "worker/frames.h"
#include "worker/worker_folder.h"
#include "worker/worker_process.h"
#include "worker/worker_setup.h"

namespace geotask {

// Used by one thread at a time. Its end is the end of the process, and of the folders.
struct Worker {
  WorkerKind kind = WorkerKind::kNative;
  std::string principal;    // Whom it has served; empty: nobody.
  unsigned jobs = 0;        // How many.
  bool has_python = false;  // It told so.
  // In this order, so that the process ends before its folder goes.
  std::unique_ptr<WorkerFolder> folder;
  std::unique_ptr<WorkerProcess> process;
  std::unique_ptr<FrameChannel> channel;
};

}  // namespace geotask
