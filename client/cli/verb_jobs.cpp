// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <memory>
#include <vector>

#include "cli/job_text.h"
#include "cli/labels.h"
#include "cli/table.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

struct Options {
  std::vector<std::string> states;
  std::vector<std::string> labels;
};

int run(Session& session, const Options& options) {
  v1::ListJobsRequest filter;
  for (const std::string& state : options.states) filter.add_states(stateOf(state));
  const client::Result<void> labels = parseLabels(options.labels, filter.mutable_labels());
  if (!labels.ok()) return report(session, labels.error());
  Table table({"NAME", "STATE", "PROGRESS", "OPERATION", "INPUT", "AGE"});
  const client::Result<void> done = session.client().list(filter, [&](const v1::Job& job) {
    if (session.json) {
      printJson(job);
    } else {
      table.add({job.name(), stateText(job.state()), progressText(job), operationText(job.spec()),
                 inputText(job.spec()), ageText(job.create_time())});
    }
    return true;
  });
  if (!done.ok()) return report(session, done.error());
  if (session.json) return kOk;
  if (table.empty()) {
    tell("No jobs.");
  } else {
    std::cout << table.text(terminalWidth(STDOUT_FILENO));
  }
  return kOk;
}

}  // namespace

void addJobs(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("jobs", "List your jobs, newest first");
  verb->add_option("--state", options->states,
                   "Only jobs in this state: queued, running, cancelling, succeeded, failed or "
                   "cancelled; may be repeated")
      ->check(choices(stateNames()))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("STATE");
  verb->add_option("--label", options->labels, "Only jobs with this label; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("KEY=VALUE");
  verb->footer(
      "With --json each job is one line.\n\nExample:\n  geotask jobs --state running --state "
      "queued");
  verb->callback([&session, options] {
    session.run = [&session, options] { return run(session, *options); };
  });
}

}  // namespace geotask::cli
