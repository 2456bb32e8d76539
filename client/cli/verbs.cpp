// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/verbs.h"

namespace geotask::cli {

void addVerbs(CLI::App& app, Session& session) {
  addBuffer(app, session);
  addTransform(app, session);
  addRun(app, session);
  addJobs(app, session);
  addShow(app, session);
  addWatch(app, session);
  addWait(app, session);
  addLogs(app, session);
  addCancel(app, session);
  addDelete(app, session);
  addResult(app, session);
  addUpload(app, session);
  addDatasets(app, session);
  addAlgorithms(app, session);
  addDescribe(app, session);
  addSources(app, session);
  addServer(app, session);
  addHealth(app, session);
  addCompletion(app, session);
}

}  // namespace geotask::cli
