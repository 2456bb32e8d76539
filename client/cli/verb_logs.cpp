// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>
#include <memory>

#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/job_verb.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

// The number of the latest event by now: where the log of a job at work ends for this call.
client::Result<uint64_t> latestEvent(Session& session, const std::string& name) {
  uint64_t sequence = 0;
  const auto job =
      session.client().watch(client::watchRequest(name), [&](const v1::JobEvent& event) {
        sequence = event.sequence();
        return false;
      });
  if (!job.ok()) return job.error();
  return sequence;
}

void print(const v1::JobEvent& event) {
  if (event.log().dropped_before() > 0) {
    tell(countText(event.log().dropped_before()) + " lines before this one are no longer kept.");
  }
  std::cout << timeText(event.time()) << " " << logText(event.log()) << std::endl;
}

int run(Session& session, const std::string& name, bool follow) {
  InterruptScope on_interrupt([&] { session.client().stopCalls(); });
  uint64_t last = UINT64_MAX;
  if (!follow) {
    const client::Result<uint64_t> latest = latestEvent(session, name);
    if (!latest.ok()) return report(session, latest.error());
    last = *latest;
  }
  v1::WatchJobRequest request = client::watchRequest(name);
  request.set_replay(true);
  const auto done = session.client().watch(request, [&](const v1::JobEvent& event) {
    if (event.sequence() > last) return false;
    if (event.has_log()) {
      if (session.json) {
        printJson(event);
      } else {
        print(event);
      }
    }
    return event.sequence() != last;
  });
  if (interrupted()) return kInterrupted;
  return done.ok() ? static_cast<int>(kOk) : report(session, done.error());
}

}  // namespace

void addLogs(CLI::App& app, Session& session) {
  auto follow = std::make_shared<bool>(false);
  CLI::App* verb = addJobVerb(
      app, session, "logs", "Print the log of a job",
      [&session, follow](const std::string& name) { return run(session, name, *follow); });
  verb->add_flag("--follow,-f", *follow, "Go on until the job has ended");
  verb->footer(
      "With --json each line is an event with its number and time.\n\n"
      "Example:\n  geotask logs jobs/rivers-2024 --follow");
}

}  // namespace geotask::cli
