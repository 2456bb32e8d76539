// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/job_run.h"

#include <iostream>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/text.h"

namespace geotask::cli {
namespace {

using client::Result;

int stopped(int code) { return interrupted() ? static_cast<int>(kInterrupted) : code; }

void printName(const Session& session, const v1::Job& job) {
  if (session.json) {
    printJson(job);
  } else {
    std::cout << shown(job.name()) << std::endl;
  }
}

// Says why a finished job made nothing, and gives the exit code; kOk when it made something.
int tellEnd(const v1::Job& job) {
  if (job.state() == v1::JOB_STATE_SUCCEEDED) return kOk;
  tell(endText(job));
  if (!job.error().remedy().empty())
    std::cerr << "  try       " << shown(job.error().remedy()) << "\n";
  return stopped(exitCodeOf(job.state()));
}

}  // namespace

int runJob(Session& session, const JobOptions& options, const JobRun& run) {
  // From here on there may be a job: a Ctrl-C that none of the steps below hears is heard by the
  // next one.
  InterruptScope on_interrupt([] {});
  const Result<v1::Job> job = run.submit();
  if (!job.ok()) return stopped(report(session, job.error()));
  if (options.validate_only) {
    if (session.json) printJson(*job);
    tell("The request is valid; nothing was submitted.");
    return kOk;
  }
  if (options.detach && !interrupted()) {
    printName(session, *job);
    return kOk;
  }
  tell("Submitted " + job->name() + ".");
  if (run.begun) run.begun(*job);
  const Result<v1::Job> end = follow(session, job->name());
  if (!end.ok()) {
    const int code = report(session, end.error());
    tell(options.tied()
             ? "The job will be cancelled unless it is followed: geotask watch " + job->name()
             : "The job may go on: geotask show " + job->name());
    return code;
  }
  if (session.json) printJson(*end);
  const int code = tellEnd(*end);
  return code == kOk ? stopped(run.conclude(*end)) : code;
}

}  // namespace geotask::cli
