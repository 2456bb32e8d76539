// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/job_verb.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/output_text.h"
#include "cli/preview.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

struct ResultOptions {
  OutputOptions output;
  PreviewOptions preview;
  std::string name;  // Of the job's output; empty: the only one.
};

// The output that is meant, as far as the job has made it; null else.
const v1::Output* chosen(const v1::Job& job, const std::string& name) {
  const v1::Output* only = nullptr;
  for (const v1::Output& output : job.outputs()) {
    if (output.name() == name) return &output;
    if (output.has_value()) continue;
    if (only != nullptr) return nullptr;
    only = &output;
  }
  return name.empty() ? only : nullptr;
}

int fetchAsFiles(Session& session, const v1::Job& job, const v1::Output& output,
                 const OutputOptions& options) {
  const client::Result<void> free = checkPlace(options.file, options.overwrite);
  if (!free.ok()) return report(session, free.error());
  const client::Result<void> fetched = fetchFiles(session, job, output, options.file);
  if (interrupted()) return kInterrupted;
  if (!fetched.ok()) return report(session, fetched.error());
  tell("Wrote " + outputText(output) + " to " + options.file + ".");
  return kOk;
}

int fetchAsRows(Session& session, const v1::Job& job, const ResultOptions& wanted) {
  OutputOptions options = wanted.output;
  options.ids_repeat = job.spec().buffer().separate_disjoint();
  client::Result<std::unique_ptr<Output>> output = Output::create(options);
  if (!output.ok()) return report(session, output.error());
  if (!client::isFinal(job.state())) {
    tell(job.name() + " is at work; its rows are read as they come.");
  }
  const client::Result<uint64_t> rows = fetch(session, job.name(), **output, wanted.name);
  if (interrupted()) return kInterrupted;
  if (!rows.ok()) return report(session, rows.error());
  tell("Wrote " + rowsText(*rows) + " to " + (*output)->name() + ".");
  return kOk;
}

// What was fetched, as the API tells it, once all of it is there.
int printOutput(Session& session, const ResultOptions& wanted, const std::string& name) {
  const client::Result<v1::Job> job = session.client().get(name);
  if (!job.ok()) return report(session, job.error());
  if (const v1::Output* output = chosen(*job, wanted.name)) printJson(*output);
  return kOk;
}

int fetchOutput(Session& session, const v1::Job& job, const ResultOptions& wanted) {
  const v1::Output* output = chosen(job, wanted.name);
  const bool files = output != nullptr && output->has_files();
  const int code = files ? fetchAsFiles(session, job, *output, wanted.output)
                         : fetchAsRows(session, job, wanted);
  return code == kOk && session.json ? printOutput(session, wanted, job.name()) : code;
}

int run(Session& session, const std::string& name, const ResultOptions& wanted) {
  if (wanted.output.file.empty() && wanted.preview.file.empty()) {
    return report(session, client::localError(grpc::StatusCode::INVALID_ARGUMENT, "MISSING_FIELD",
                                              "It is not said where the result goes.",
                                              "Give --output FILE, --preview FILE.png or both."));
  }
  const client::Result<void> free = checkStandardOutput(session, wanted.output.file);
  if (!free.ok()) return report(session, free.error());
  client::Result<v1::RenderOutputRequest> picture =
      previewRequest(wanted.preview, wanted.output.overwrite, false);
  if (!picture.ok()) return report(session, picture.error());
  picture->set_output(wanted.name);
  const client::Result<v1::Job> job = session.client().get(name);
  if (!job.ok()) return report(session, job.error());
  const int code = wanted.output.file.empty() ? kOk : fetchOutput(session, *job, wanted);
  if (code != kOk || wanted.preview.file.empty()) return code;
  return preview(session, name, wanted.preview, *picture);
}

}  // namespace

void addResult(CLI::App& app, Session& session) {
  auto wanted = std::make_shared<ResultOptions>();
  OutputOptions* options = &wanted->output;
  CLI::App* verb = addJobVerb(
      app, session, "result", "Fetch what a job made",
      [&session, wanted](const std::string& name) { return run(session, name, *wanted); });
  verb->add_option("--name", wanted->name, "Which of several outputs, as `geotask show` lists them")
      ->type_name("NAME");
  verb->add_option("--output,-o", options->file,
                   "Where it goes: .gpkg, .geojson, .fgb, .shp, .csv, ...; - for GeoJSON on "
                   "standard output")
      ->check(checkFile, "")
      ->check(kind("file"))
      ->type_name("FILE");
  verb->add_option("--output-layer", options->layer, "Its layer (default: the file's name)")
      ->type_name("NAME");
  verb->add_flag("--overwrite", options->overwrite, "Replace an existing FILE");
  addPreviewOptions(*verb, wanted->preview, false);
  verb->footer(
      "FILE appears when it is complete. The result of a job at work is read as it grows. Rows "
      "are\n"
      "written in the format of FILE; files are brought as they are, a folder as a folder.\n"
      "With --json what was fetched is one line.\n\n"
      "Examples:\n"
      "  geotask result jobs/rivers-2024 --output rivers.gpkg\n"
      "  geotask result jobs/hills --name OUTPUT --output hillshade.tif\n"
      "  geotask result jobs/hills --preview hills.png --preview-size 600x400");
}

}  // namespace geotask::cli
