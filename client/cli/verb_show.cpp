// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "cli/dataset_text.h"
#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/resource_name.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

template <typename Message>
int print(const Session& session, const client::Result<Message>& message) {
  if (!message.ok()) return report(session, message.error());
  if (session.json) {
    printJson(*message);
  } else {
    std::cout << describe(*message);
  }
  return kOk;
}

}  // namespace

void addShow(CLI::App& app, Session& session) {
  CLI::App* verb = addNameVerb(app, session, "show", "Show everything about a job or a dataset",
                               [&session](const std::string& name) {
                                 if (isDatasetName(name)) {
                                   return print(session, session.client().getDataset(name));
                                 }
                                 return print(session, session.client().get(name));
                               });
  verb->footer(
      "Examples:\n"
      "  geotask show jobs/rivers-2024\n"
      "  geotask show dataset:lakes");
}

}  // namespace geotask::cli
