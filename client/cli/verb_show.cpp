// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/verbs.h"

namespace geotask::cli {

void addShow(CLI::App& app, Session& session) {
  CLI::App* verb = addJobVerb(app, session, "show", "Show everything about a job",
                              [&session](const std::string& name) {
                                const client::Result<v1::Job> job = session.client().get(name);
                                if (!job.ok()) return report(session, job.error());
                                if (session.json) {
                                  printJson(*job);
                                } else {
                                  std::cout << describe(*job);
                                }
                                return static_cast<int>(kOk);
                              });
  verb->footer("Example:\n  geotask show jobs/rivers-2024");
}

}  // namespace geotask::cli
