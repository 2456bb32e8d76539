// SPDX-License-Identifier: GPL-2.0-or-later
//
// `geotask`: reads the command line, runs the verb that it names.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "cli/command_line.h"
#include "cli/interrupt.h"
#include "cli/session.h"
#include "cli/verbs.h"

int main(int argc, char** argv) {
  using namespace geotask::cli;
  installInterrupt();
  Session session;
  CLI::App app("Geoprocessing on a geotaskd server.", "geotask");
  addGlobalOptions(app, session);
  addVerbs(app, session);
  const std::optional<int> ended = readCommandLine(app, session, argc, argv);
  return closeOutput(ended ? *ended : session.run());
}
