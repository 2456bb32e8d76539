// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_verb.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>
#include <utility>

#include "cli/resource_name.h"
#include "cli/value_kinds.h"

namespace geotask::cli {

namespace {

using Parse = client::Result<std::string> (*)(const std::string& text);
using Run = std::function<int(const std::string& name)>;

void addName(CLI::App* verb, Session& session, const char* what, const std::string& help,
             Parse parse, Run run) {
  auto text = std::make_shared<std::string>();
  verb->add_option("ID", *text, help)->required()->check(kind(what))->type_name(" ");
  verb->callback([&session, text, parse, run = std::move(run)] {
    session.run = [&session, text, parse, run] {
      const client::Result<std::string> name = parse(*text);
      if (!name.ok()) return report(session, name.error());
      return run(*name);
    };
  });
}

}  // namespace

CLI::App* addJobVerb(CLI::App& app, Session& session, const std::string& verb,
                     const std::string& description, Run run) {
  CLI::App* added = app.add_subcommand(verb, description);
  addName(added, session, "job", "The job: ID or jobs/ID", parseJobName, std::move(run));
  return added;
}

CLI::App* addNameVerb(CLI::App& app, Session& session, const std::string& verb,
                      const std::string& description, Run run) {
  CLI::App* added = app.add_subcommand(verb, description);
  addName(added, session, "name", "The job: ID or jobs/ID; or dataset:ID", parseName,
          std::move(run));
  return added;
}

}  // namespace geotask::cli
