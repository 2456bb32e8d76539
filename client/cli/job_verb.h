// SPDX-License-Identifier: GPL-2.0-or-later
//
// A verb about one job, or about one job or dataset: `geotask VERB ID`.
#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <string>

#include "cli/session.h"

namespace geotask::cli {

// Adds the verb with its ID; `run` gets the job's name, `jobs/{id}`, already checked. The caller
// adds further options and the footer.
CLI::App* addJobVerb(CLI::App& app, Session& session, const std::string& verb,
                     const std::string& description,
                     std::function<int(const std::string& name)> run);

// The same for a verb that takes datasets too: `run` gets `jobs/{id}` or `datasets/{id}`.
CLI::App* addNameVerb(CLI::App& app, Session& session, const std::string& verb,
                      const std::string& description,
                      std::function<int(const std::string& name)> run);

}  // namespace geotask::cli
