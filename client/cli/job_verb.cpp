// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_verb.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <utility>

#include "cli/job_name.h"

namespace geotask::cli {

CLI::App* addJobVerb(CLI::App& app, Session& session, const std::string& verb,
                     const std::string& description,
                     std::function<int(const std::string& name)> run) {
  auto id = std::make_shared<std::string>();
  CLI::App* added = app.add_subcommand(verb, description);
  added->add_option("ID", *id, "The job: ID or jobs/ID")->required()->type_name(" ");
  added->callback([&session, id, run = std::move(run)] {
    session.run = [&session, id, run] {
      const client::Result<std::string> name = parseJobName(*id);
      if (!name.ok()) return report(session, name.error());
      return run(*name);
    };
  });
  return added;
}

}  // namespace geotask::cli
