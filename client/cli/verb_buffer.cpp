// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "cli/buffer_call.h"
#include "cli/buffer_options.h"
#include "cli/distance_hint.h"
#include "cli/download.h"
#include "cli/input_spec.h"
#include "cli/interrupt.h"
#include "cli/job_run.h"
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
  if (options.job.detach && !file.empty()) {
    return conflict("--detach leaves nothing to write to --output yet.",
                    "Leave one of them out; `geotask result` fetches the result later.");
  }
  const Result<void> treatment = checkJobOptions(options.job);
  if (!treatment.ok()) return treatment;
  return checkStandardOutput(session, file);
}

// The result, which was written while the job was at work.
struct Target {
  Target(Session& session, Output& file) : output(file), download(session, file) {}
  Output& output;
  Download download;
};

int finishDownload(Session& session, const v1::Job& job, Target& target) {
  const Result<uint64_t> rows = target.download.finish();
  if (rows.ok()) {
    tell("Wrote " + rowsText(*rows) + " to " + target.output.name() + ".");
    return kOk;
  }
  const int code = report(session, rows.error());
  tell("The job is done; fetch its result with: geotask result " + job.name() + " --output FILE");
  return interrupted() ? static_cast<int>(kInterrupted) : code;
}

// Fetches what a job has made, or says how to.
int fetchOrTell(Session& session, const v1::Job& job, Target* target) {
  if (target != nullptr) {
    tell(endText(job));
    return interrupted() ? static_cast<int>(kInterrupted) : finishDownload(session, job, *target);
  }
  if (!session.json) {
    std::cout << endText(job) << "\n"
              << "Fetch it with: geotask result " << job.name() << " --output FILE" << std::endl;
  }
  return kOk;
}

int conclude(Session& session, const v1::Job& job, Target* target, const PreviewOptions& wanted,
             const v1::RenderOutputRequest& picture) {
  const int code = fetchOrTell(session, job, target);
  if (code != kOk || wanted.file.empty()) return code;
  return preview(session, job.name(), wanted, picture);
}

int run(Session& session, BufferOptions& options) {
  const Result<void> good = check(session, options);
  if (!good.ok()) return report(session, good.error());
  const Result<v1::RenderOutputRequest> picture =
      previewRequest(options.preview, options.output.overwrite, options.job.detach);
  if (!picture.ok()) return report(session, picture.error());
  const Result<v1::SubmitJobRequest> request = requestOf(options);
  if (!request.ok()) return report(session, request.error());
  std::unique_ptr<Output> output;
  if (!options.output.file.empty() && !options.job.validate_only) {
    options.output.ids_repeat = options.separate_disjoint;
    Result<std::unique_ptr<Output>> created = Output::create(options.output);
    if (!created.ok()) return report(session, created.error());
    output = std::move(*created);
  }
  const Result<InputSpec> input = parseInput(options.input);
  if (input.ok() && fitsCall(options, *input)) {
    const std::optional<int> code = bufferByCall(session, options, *request, *input, *output);
    if (code) return *code;
  }
  Result<Submission> submission = prepare(options.input, options.crs, *request);
  if (!submission.ok()) {
    const int code = report(session, submission.error());
    return interrupted() ? static_cast<int>(kInterrupted) : code;
  }
  const std::string hint = distanceHint(submission->request.spec());
  if (!hint.empty()) tell("warning: " + hint);
  std::optional<Target> target;
  if (output != nullptr) target.emplace(session, *output);
  JobRun steps;
  steps.submit = [&] { return submit(session, *submission); };
  steps.begun = [&](const v1::Job& job) {
    if (target) target->download.begin(job.name());
  };
  steps.conclude = [&](const v1::Job& job) {
    return conclude(session, job, target ? &*target : nullptr, options.preview, *picture);
  };
  return runJob(session, options.job, steps);
}

}  // namespace

void addBuffer(CLI::App& app, Session& session) {
  auto options = std::make_shared<BufferOptions>();
  CLI::App* verb = app.add_subcommand("buffer", "Buffer the features of a layer or a file");
  addBufferOptions(*verb, *options);
  verb->footer(
      "The result is written as it is made. Local data whose result is wanted now (--output, and "
      "none "
      "of\n"
      "--dissolve, --preview, --job-id, --ttl, --keep-running, --detach) goes to the server and "
      "comes "
      "back\n"
      "in one call, and nothing is kept there. Else it belongs to the job that it goes in with and "
      "is\n"
      "deleted with that job; to use it for several jobs see `geotask upload`. Ctrl-C cancels the "
      "job,\n"
      "and so does, after some seconds, a terminal that is closed, unless --keep-running or "
      "--detach "
      "is\n"
      "given. Without --output the result stays on the server.\n\n"
      "Examples:\n"
      "  geotask buffer data:world/countries --distance 0.1 --output countries.gpkg\n"
      "  geotask buffer data:world/countries --distance 5000 --unit metres --detach\n"
      "  geotask buffer 'lakes.gpkg|lakes' --distance 50 --dissolve --output lakes.geojson\n"
      "  geotask buffer dataset:lakes --distance 50 --job-id ring\n"
      "  geotask buffer data:world/countries --distance 0.1 --preview countries.png\n"
      "  geotask buffer job:rivers-2024 --distance 0.1 --output wider.gpkg\n"
      "  echo '{\"type\":\"Point\",\"coordinates\":[8,47]}' | geotask buffer - --distance 1 -o -");
  verb->callback([&session, options] {
    session.run = [&session, options] { return run(session, *options); };
  });
}

}  // namespace geotask::cli
