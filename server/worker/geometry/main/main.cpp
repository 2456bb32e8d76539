// SPDX-License-Identifier: GPL-2.0-or-later
//
// geotask-geometry: a process of geotaskd that buffers and unites what would hold a thread of the daemon
// for long, one task at a time, and may be ended at any time. The daemon starts it; it is of no use to
// anybody else.
#include <fcntl.h>
#include <sys/prctl.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "worker/geometry/main/geometry_service.h"
#include "worker/sandbox/sandbox.h"

namespace geotask {
namespace {

// Where the daemon has put the socket.
constexpr int kSocket = 3;

int run(int argc, char** argv) {
  if (argc != 3 || ::fcntl(kSocket, F_GETFD) < 0) {
    std::fputs("geotask-geometry: geotaskd starts this program; it cannot be used without it\n",
               stderr);
    return 2;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::signal(SIGPIPE, SIG_IGN);
  SandboxPlan plan;  // No files, no network.
#ifndef __SANITIZE_ADDRESS__
  plan.max_memory_bytes = std::strtoull(argv[2], nullptr, 10);
#endif
  // What a kernel lacks of it is told by the workers, which stand behind the same fences.
  if (std::strcmp(argv[1], "sandbox") == 0) enterSandbox(plan);
  serveGeometryTasks(kSocket);
  return 0;
}

}  // namespace
}  // namespace geotask

int main(int argc, char** argv) { return geotask::run(argc, argv); }
