// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/labels.h"
#include "cli/local_input.h"
#include "cli/option_checks.h"
#include "cli/output.h"
#include "cli/row_call.h"
#include "cli/text.h"
#include "cli/transform_operations.h"
#include "cli/value_kinds.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

using client::Result;

struct Options {
  std::string input;
  std::string crs;
  std::vector<std::string> labels;
  int priority = 0;
  OutputOptions output;
};

void addOptions(CLI::App& verb, Options& options) {
  verb.add_option("FILE", options.input, "FILE, FILE|LAYER, or - for GeoJSON on standard input")
      ->required()
      ->check(kind("file"))
      ->type_name(" ");
  verb.add_option("--crs", options.crs, "Its CRS, in place of what the data says")
      ->type_name("CRS");
  addTransformOperations(verb);
  const std::string output = "Output";
  verb.add_option("--output,-o", options.output.file,
                  "Where the result goes: .gpkg, .geojson, .fgb, .shp, .csv, ...; - for GeoJSON "
                  "on standard output")
      ->required()
      ->check(checkFile, "")
      ->check(kind("file"))
      ->type_name("FILE")
      ->group(output);
  verb.add_option("--output-layer", options.output.layer, "Its layer (default: the file's name)")
      ->type_name("NAME")
      ->group(output);
  verb.add_flag("--overwrite", options.output.overwrite, "Replace an existing FILE")->group(output);
  const std::string job = "Job";
  verb.add_option("--label", options.labels, "A label of the call; may be repeated")
      ->check(kind("label"))
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(job);
  verb.add_option("--priority", options.priority, "-10 to 10; larger runs sooner (default 0)")
      ->type_name("N")
      ->group(job);
}

Result<std::unique_ptr<LocalInput>> open(const Options& options) {
  const Result<InputSpec> spec = parseInput(options.input);
  if (!spec.ok()) return spec.error();
  if (!spec->isLocal()) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT",
                              options.input + " is on the server.",
                              "Give data of this machine, or `geotask run` an algorithm on it.");
  }
  return LocalInput::open(*spec, options.crs);
}

// Whether one row may become several, which then have its id.
bool mayMultiply(const v1::Transform& transform) {
  const auto& operations = transform.operations();
  return std::any_of(
      operations.begin(), operations.end(), [](const v1::Transform::Operation& operation) {
        return operation.has_single_parts() || operation.centroid().all_parts() ||
               operation.point_on_surface().all_parts() || operation.buffer().separate_disjoint();
      });
}

int fail(Session& session, const client::Error& error) {
  const int code = report(session, error);
  return interrupted() ? static_cast<int>(kInterrupted) : code;
}

int run(Session& session, const CLI::App& verb, Options& options) {
  const Result<v1::Transform> transform = transformOf(verb);
  if (!transform.ok()) return report(session, transform.error());
  v1::TransformStart start;
  *start.mutable_transform() = *transform;
  start.set_priority(options.priority);
  const Result<void> labels = parseLabels(options.labels, start.mutable_labels());
  if (!labels.ok()) return report(session, labels.error());
  const Result<void> free = checkStandardOutput(session, options.output.file);
  if (!free.ok()) return report(session, free.error());
  options.output.ids_repeat = mayMultiply(*transform);
  const Result<std::unique_ptr<Output>> output = Output::create(options.output);
  if (!output.ok()) return report(session, output.error());
  const Result<std::unique_ptr<LocalInput>> input = open(options);
  if (!input.ok()) return fail(session, input.error());
  *start.mutable_schema() = (*input)->schema();

  RowCall call(session, **input, **output, {"transforming", options.output.ids_repeat});
  const Result<v1::FeaturesSummary> summary =
      call.run([&](const auto& open_rows, const auto& reader) {
        return session.client().transform(start, open_rows, reader);
      });
  return summary.ok() ? call.done(*summary) : call.failed(summary.error());
}

}  // namespace

void addTransform(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      app.add_subcommand("transform", "Put the features of a file through a chain of operations");
  addOptions(*verb, *options);
  verb->footer(
      "Operations are applied in the order in which they are given, each with the result of "
      "QGIS's\n"
      "own algorithm; any may be given several times. Distances are in the unit of the CRS that "
      "the\n"
      "rows have by then. More settings follow a value as KEY=VALUE, with commas between. The "
      "rows\n"
      "go to the server and come back in one call, and nothing is kept there.\n\n"
      "Examples:\n"
      "  geotask transform lakes.gpkg --centroid -o centres.gpkg\n"
      "  geotask transform 'a.gpkg|a' --reproject EPSG:3857 --simplify 1000 -o small.gpkg\n"
      "  geotask transform lakes.gpkg --smooth 3,offset=0.3 --buffer 5,cap_style=flat -o wide.fgb\n"
      "  geotask transform a.gpkg --single-parts --oriented-minimum-bounding-box -o b.geojson\n"
      "  echo '{\"type\":\"Point\",\"coordinates\":[8,47]}' | geotask transform - --translate 1,0 "
      "-o -");
  verb->callback([&session, verb, options] {
    session.run = [&session, verb, options] { return run(session, *verb, *options); };
  });
}

}  // namespace geotask::cli
