// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading the command line: the options that all verbs share, help, and what to say to mistakes.
#pragma once

#include <CLI/App.hpp>

#include <optional>

#include "cli/session.h"

namespace geotask::cli {

// --server, --json, --json-usage, --version, and the footer of `geotask --help`.
void addGlobalOptions(CLI::App& app, Session& session);

// Reads it. A value is the exit code of a command line that is done with: help or usage was shown, or
// a mistake was explained on standard error, with a suggestion where a word is near to one we know.
std::optional<int> readCommandLine(CLI::App& app, const Session& session, int argc, char** argv);

}  // namespace geotask::cli
