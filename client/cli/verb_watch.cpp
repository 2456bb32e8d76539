// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>

#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/progress.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

// Prints an event; progress goes to the view.
void print(const v1::JobEvent& event, StateFilter* states, ProgressView* view) {
  if (event.has_progress()) {
    view->show(meterOf(states->state(), event.progress()));
  } else if (event.has_log()) {
    view->clear();
    std::cout << logText(event.log()) << std::endl;
  } else if (event.has_job() && states->isNew(event.job())) {
    view->clear();
    if (client::isFinal(states->state())) {
      std::cout << endText(event.job()) << std::endl;
    } else {
      std::cout << shown(event.job().name()) << " is " << stateText(states->state()) << "."
                << std::endl;
    }
  }
}

int run(Session& session, const std::string& name) {
  ProgressView view = standardErrorView();
  StateFilter states;
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  const client::Result<v1::Job> end =
      session.client().watch(client::watchRequest(name), [&](const v1::JobEvent& event) {
        if (session.json) {
          printJson(event);
        } else {
          print(event, &states, &view);
        }
        return true;
      });
  view.clear();
  if (interrupted()) {
    tell("The job goes on; stop it with: geotask cancel " + name);
    return kInterrupted;
  }
  if (!end.ok()) return report(session, end.error());
  return exitCodeOf(end->state());
}

}  // namespace

void addWatch(CLI::App& app, Session& session) {
  CLI::App* verb =
      addJobVerb(app, session, "watch", "Follow a job's states, progress and log to its end",
                 [&session](const std::string& name) { return run(session, name); });
  verb->footer(
      "Ctrl-C leaves; the job goes on. The exit code is that of the job's end.\n"
      "With --json each event is one line.\n\n"
      "Example:\n  geotask watch jobs/rivers-2024");
}

}  // namespace geotask::cli
