// SPDX-License-Identifier: GPL-2.0-or-later
//
// geotask-worker: a process of geotaskd that runs algorithms of QGIS, one at a time, and may be ended
// at any time. The daemon starts it; it is of no use to anybody else.
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "codec/feature_codec.h"
#include "qgis/host.h"
#include "qgis/processing/algorithm_descriptions.h"
#include "qgis/processing/call_messages.h"
#include "qgis/processing/expression_functions.h"
#include "qgis/processing/folder_databases.h"
#include "qgis/processing/noise.h"
#include "worker/main/answering.h"
#include "worker/main/protect.h"
#include "worker/main/python.h"
#include "worker/main/telling.h"
#include "worker/protocol.h"
#include "worker/worker_setup.h"

namespace geotask {
namespace {

// Where the daemon has put the socket.
constexpr int kSocket = 3;

// Meshes, databases of the operator, what people upload and what queries make of it; none that is of
// the network alone.
constexpr char kProviders[] =
    "provider_(mdal|postgres|postgresraster|spatialite|delimitedtext|gpx|virtuallayer|"
    "virtualraster)\\.";

std::set<std::string> providers() {
  std::set<std::string> found;
  for (const AlgorithmDescription& algorithm : describeAlgorithms()) {
    found.insert(algorithm.provider);
  }
  return found;
}

Json protectionsJson(const std::vector<Protection>& protections) {
  Json list = Json::array();
  for (const Protection& one : protections) {
    list.push_back({{"name", one.name}, {"in_force", one.in_force}, {"detail", one.detail}});
  }
  return list;
}

int run(int argc, char** argv) {
  const absl::StatusOr<WorkerSetup> setup =
      argc == 2 ? parseArgument(argv[1]) : absl::InvalidArgumentError("one argument is expected");
  if (!setup.ok() || ::fcntl(kSocket, F_GETFD) < 0) {
    std::fputs("geotask-worker: geotaskd starts this program; it cannot be used without it\n",
               stderr);
    return 2;
  }
  // Not even a hung main thread outlives the daemon.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // What algorithms start stays findable when its parent ends.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::signal(SIGPIPE, SIG_IGN);

  // Before the first thread, which would escape it.
  const std::vector<Protection> protections = protect(*setup);
  FrameChannel channel(kSocket);
  int qt_argc = 1;
  keepNoiseOff();
  QgisHost host(qt_argc, argv, {setup->folder + "/home", setup->settings.threads, kProviders});
  addNativeAlgorithms();
  closeExpressionsToFiles();
  keepReadOnlyGeodatabases();
  std::set<std::string> python_less;
  bool has_python = false;
  std::string problem;
  if (setup->kind == WorkerKind::kPython) {
    python_less = providers();
    problem = startPython(setup->settings, has_python);
  }

  // Now: QGIS's plugins say what they miss when they start.
  listenToMessages(tellCall);
  const ProtoFeatureCodec codec;
  tell(channel, {{"type", "ready"},
                 {"python", has_python},
                 {"problem", problem},
                 {"protections", protectionsJson(protections)}});
  Inbox inbox(channel);
  Answering answering(channel, inbox, codec, setup->folder + "/out", std::move(python_less));
  while (true) answering.serveNext();
}

}  // namespace
}  // namespace geotask

int main(int argc, char** argv) { return geotask::run(argc, argv); }
