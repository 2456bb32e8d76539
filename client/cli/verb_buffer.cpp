// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "cli/buffer_options.h"
#include "cli/distance_hint.h"
#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/submit.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

using client::Result;

client::Error conflict(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS", message,
                            remedy);
}

Result<void> check(const Session& session, const BufferOptions& options) {
  const std::string& file = options.output.file;
  if (!options.distance && options.distance_field.empty()) {
    return conflict("The distance is missing.", "Give --distance N or --distance-field FIELD.");
  }
  if (options.detach && !file.empty()) {
    return conflict("--detach leaves nothing to write to --output yet.",
                    "Leave one of them out; `geotask result` fetches the result later.");
  }
  if (options.keep_running && options.cancel_on_disconnect) {
    return conflict("--keep-running and --cancel-on-disconnect contradict each other.",
                    "Leave one of them out.");
  }
  return checkStandardOutput(session, file);
}

// Says what a finished job made or why it made nothing, and gives the exit code.
int conclude(const Session& session, const v1::Job& job) {
  if (session.json) printJson(job);
  if (job.state() == v1::JOB_STATE_SUCCEEDED) return kOk;
  tell(endText(job));
  if (!job.error().remedy().empty())
    std::cerr << "  try       " << shown(job.error().remedy()) << "\n";
  return interrupted() ? kInterrupted : exitCodeOf(job.state());
}

int download(Session& session, const v1::Job& job, Output& output) {
  const Result<uint64_t> rows = fetch(session, job.name(), output);
  if (rows.ok()) {
    tell("Wrote " + rowsText(*rows) + " to " + output.name() + ".");
    return kOk;
  }
  const int code = report(session, rows.error());
  tell("The job is done; fetch its result with: geotask result " + job.name() + " --output FILE");
  return interrupted() ? static_cast<int>(kInterrupted) : code;
}

int run(Session& session, BufferOptions& options) {
  const Result<void> good = check(session, options);
  if (!good.ok()) return report(session, good.error());
  const Result<v1::SubmitJobRequest> request = requestOf(options);
  if (!request.ok()) return report(session, request.error());
  std::unique_ptr<Output> output;
  if (!options.output.file.empty() && !options.validate_only) {
    options.output.ids_repeat = options.separate_disjoint;
    Result<std::unique_ptr<Output>> created = Output::create(options.output);
    if (!created.ok()) return report(session, created.error());
    output = std::move(*created);
  }
  Result<Submission> submission = prepare(options.input, options.crs, *request);
  if (!submission.ok()) {
    const int code = report(session, submission.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  const std::string hint = distanceHint(submission->request.spec());
  if (!hint.empty()) tell("warning: " + hint);
  // From here on there may be a job: a Ctrl-C that none of the steps below hears is heard by the
  // next one.
  InterruptScope on_interrupt([] {});
  const Result<v1::Job> job = submit(session, *submission);
  if (!job.ok()) {
    const int code = report(session, job.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  if (options.validate_only) {
    if (session.json) printJson(*job);
    tell("The request is valid; nothing was submitted.");
    return kOk;
  }
  if (options.detach && !interrupted()) {
    if (session.json) {
      printJson(*job);
    } else {
      std::cout << shown(job->name()) << std::endl;
    }
    return kOk;
  }
  tell("Submitted " + job->name() + ".");
  const Result<v1::Job> end = follow(session, job->name());
  if (!end.ok()) {
    const int code = report(session, end.error());
    tell(options.tied()
             ? "The job will be cancelled unless it is followed: geotask watch " + job->name()
             : "The job may go on: geotask show " + job->name());
    return code;
  }
  const int code = conclude(session, *end);
  if (code != kOk) return code;
  if (output) {
    tell(endText(*end));
    if (!interrupted()) return download(session, *end, *output);
  } else if (!session.json) {
    std::cout << endText(*end) << "\n"
              << "Fetch it with: geotask result " << end->name() << " --output FILE" << std::endl;
  }
  return interrupted() ? kInterrupted : kOk;
}

}  // namespace

void addBuffer(CLI::App& app, Session& session) {
  auto options = std::make_shared<BufferOptions>();
  CLI::App* verb = app.add_subcommand("buffer", "Buffer the features of a layer or a file");
  addBufferOptions(*verb, *options);
  verb->footer(
      "Local data belongs to the job that it goes in with and is deleted with that job; to use it "
      "for\n"
      "several jobs see `geotask upload`. Ctrl-C cancels the job, and so does, after some seconds, "
      "a\n"
      "terminal that is closed, unless --keep-running or --detach is given. Without --output the\n"
      "result stays on the server.\n\n"
      "Examples:\n"
      "  geotask buffer data:world/countries --distance 0.1 --output countries.gpkg\n"
      "  geotask buffer data:world/countries --distance 5000 --unit metres --detach\n"
      "  geotask buffer 'lakes.gpkg|lakes' --distance 50 --dissolve --output lakes.geojson\n"
      "  geotask buffer dataset:lakes --distance 50 --job-id ring\n"
      "  geotask buffer job:rivers-2024 --distance 0.1 --output wider.gpkg\n"
      "  echo '{\"type\":\"Point\",\"coordinates\":[8,47]}' | geotask buffer - --distance 1 -o -");
  verb->callback([&session, options] {
    session.run = [&session, options] { return run(session, *options); };
  });
}

}  // namespace geotask::cli
