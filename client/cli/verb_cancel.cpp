// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/verbs.h"

namespace geotask::cli {

void addCancel(CLI::App& app, Session& session) {
  CLI::App* verb =
      addJobVerb(app, session, "cancel", "Ask a job to stop", [&session](const std::string& name) {
        const client::Result<v1::Job> job = session.client().cancel(name);
        if (!job.ok()) return report(session, job.error());
        if (session.json) {
          printJson(*job);
        } else {
          std::cout << name << " is " << stateText(job->state()) << "." << std::endl;
        }
        return static_cast<int>(kOk);
      });
  verb->footer(
      "A job that waits is cancelled at once; one at work is CANCELLING until it has stopped:\n"
      "`geotask wait ID` waits for that. Nothing is deleted.\n\n"
      "Example:\n  geotask cancel jobs/rivers-2024");
}

}  // namespace geotask::cli
