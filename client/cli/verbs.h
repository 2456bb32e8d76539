// SPDX-License-Identifier: GPL-2.0-or-later
//
// The register of verbs: a file each. Every function adds its verb to the command line and, when
// the command line names that verb, sets `session.run`.
#pragma once

#include <CLI/App.hpp>

#include "cli/session.h"

namespace geotask::cli {

void addAlgorithms(CLI::App& app, Session& session);
void addBuffer(CLI::App& app, Session& session);
void addCancel(CLI::App& app, Session& session);
void addCompletion(CLI::App& app, Session& session);
void addDatasets(CLI::App& app, Session& session);
void addDelete(CLI::App& app, Session& session);
void addDescribe(CLI::App& app, Session& session);
void addHealth(CLI::App& app, Session& session);
void addJobs(CLI::App& app, Session& session);
void addLogs(CLI::App& app, Session& session);
void addResult(CLI::App& app, Session& session);
void addRun(CLI::App& app, Session& session);
void addServer(CLI::App& app, Session& session);
void addShow(CLI::App& app, Session& session);
void addSources(CLI::App& app, Session& session);
void addTransform(CLI::App& app, Session& session);
void addUpload(CLI::App& app, Session& session);
void addWait(CLI::App& app, Session& session);
void addWatch(CLI::App& app, Session& session);

// All of them, in the order in which `geotask --help` lists them.
void addVerbs(CLI::App& app, Session& session);

}  // namespace geotask::cli
