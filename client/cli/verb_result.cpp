// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <memory>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/job_verb.h"
#include "cli/option_checks.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

int run(Session& session, const std::string& name, OutputOptions options) {
  const client::Result<void> free = checkStandardOutput(session, options.file);
  if (!free.ok()) return report(session, free.error());
  const client::Result<v1::Job> job = session.client().get(name);
  if (!job.ok()) return report(session, job.error());
  options.ids_repeat = job->spec().buffer().separate_disjoint();
  client::Result<std::unique_ptr<Output>> output = Output::create(options);
  if (!output.ok()) return report(session, output.error());
  if (!client::isFinal(job->state())) tell(name + " is at work; its rows are read as they come.");
  const client::Result<uint64_t> rows = fetch(session, name, **output);
  if (interrupted()) return kInterrupted;
  if (!rows.ok()) return report(session, rows.error());
  tell("Wrote " + rowsText(*rows) + " to " + (*output)->name() + ".");
  return kOk;
}

}  // namespace

void addResult(CLI::App& app, Session& session) {
  auto options = std::make_shared<OutputOptions>();
  CLI::App* verb = addJobVerb(
      app, session, "result", "Fetch what a job made",
      [&session, options](const std::string& name) { return run(session, name, *options); });
  verb->add_option("--output,-o", options->file,
                   "Where it goes: .gpkg, .geojson, .fgb, .shp, .csv, ...; - for GeoJSON on "
                   "standard output")
      ->required()
      ->check(checkFile, "")
      ->type_name("FILE");
  verb->add_option("--output-layer", options->layer, "Its layer (default: the file's name)")
      ->type_name("NAME");
  verb->add_flag("--overwrite", options->overwrite, "Replace an existing FILE");
  verb->footer(
      "FILE appears when it is complete. The result of a job at work is read as it grows.\n\n"
      "Example:\n  geotask result jobs/rivers-2024 --output rivers.gpkg");
}

}  // namespace geotask::cli
