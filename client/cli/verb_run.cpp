// SPDX-License-Identifier: GPL-2.0-or-later
#include <google/protobuf/util/json_util.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <iterator>
#include <limits>
#include <memory>

#include "cli/facts.h"
#include "cli/interrupt.h"
#include "cli/job_options.h"
#include "cli/job_run.h"
#include "cli/local_files.h"
#include "cli/output_files.h"
#include "cli/output_text.h"
#include "cli/resource_name.h"
#include "cli/run_plan.h"
#include "cli/run_words.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

using client::Result;

struct RunOptions {
  std::string algorithm;
  std::vector<std::string> words;
  std::string invalid_features;
  std::string project_crs;
  std::vector<std::string>
      coordinate_operations;  // Source CRS, destination CRS and operation of each.
  bool overwrite = false;
  JobOptions job;
};

Result<RunCall> callOf(const RunOptions& options) {
  if (options.words != std::vector<std::string>{"-"}) return parseRunWords(options.words);
  const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  return parseRunJson(text);
}

v1::Processing::InvalidFeatures invalidFeatures(const std::string& name) {
  if (name == "abort") return v1::Processing::INVALID_FEATURES_ABORT;
  if (name == "skip") return v1::Processing::INVALID_FEATURES_SKIP;
  if (name == "ignore") return v1::Processing::INVALID_FEATURES_IGNORE;
  return v1::Processing::INVALID_FEATURES_UNSPECIFIED;
}

Result<v1::SubmitJobRequest> requestOf(const RunOptions& options, const RunCall& call,
                                       const RunPlan& plan) {
  v1::SubmitJobRequest request;
  v1::Processing* processing = request.mutable_spec()->mutable_processing();
  processing->set_algorithm(options.algorithm);
  if (!google::protobuf::util::JsonStringToMessage(plan.parameters.dump(),
                                                   processing->mutable_parameters())
           .ok()) {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_ARGUMENT",
                              "The parameters cannot be sent.", "Write JSON without NaN.");
  }
  processing->set_invalid_features(invalidFeatures(options.invalid_features));
  processing->set_project_crs(options.project_crs);
  processing->set_ellipsoid(call.ellipsoid);
  processing->set_distance_unit(call.distance_unit);
  processing->set_area_unit(call.area_unit);
  processing->set_project(call.project);
  const std::vector<std::string>& operations = options.coordinate_operations;
  for (size_t i = 0; i + 2 < operations.size(); i += 3) {
    v1::Processing::CoordinateOperation* added = processing->add_coordinate_operations();
    added->set_source_crs(operations[i]);
    added->set_destination_crs(operations[i + 1]);
    added->set_operation(operations[i + 2]);
  }
  const Result<void> treated = applyJobOptions(options.job, &request);
  if (!treated.ok()) return treated.error();
  return request;
}

// Where an output is or how to get it.
std::string placeOf(const v1::Job& job, const v1::Output& output) {
  if (output.has_value()) return outputText(output);
  return outputText(output) + "; geotask result " + job.name() + " --name " + output.name() +
         " --output FILE";
}

// Writes what was asked for to its place here and says what else there is.
int conclude(Session& session, const v1::Job& job, const RunPlan& plan) {
  Facts facts;
  for (const v1::Output& output : job.outputs()) {
    const auto place = plan.downloads.find(output.name());
    if (place == plan.downloads.end()) {
      facts.add(output.name(), placeOf(job, output));
      continue;
    }
    const Result<void> fetched = fetchFiles(session, job, output, place->second);
    if (!fetched.ok()) {
      const int code = report(session, fetched.error());
      tell("The job is done; fetch its outputs with: geotask result " + job.name());
      return interrupted() ? static_cast<int>(kInterrupted) : code;
    }
    facts.add(output.name(), place->second + ", " + outputText(output));
  }
  if (!session.json) std::cout << facts.text() << std::flush;
  return kOk;
}

Result<void> checkPlaceOf(const RunOptions& options, const std::string& output,
                          const std::string& place) {
  if (!options.job.detach) return checkPlace(place, options.overwrite);
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS",
                            "--detach leaves nothing to write to " + place + " yet.",
                            "Leave " + output + " out; `geotask result` fetches it later.");
}

int run(Session& session, const RunOptions& options) {
  const Result<void> treatment = checkJobOptions(options.job);
  if (!treatment.ok()) return report(session, treatment.error());
  Result<RunCall> call = callOf(options);
  if (!call.ok()) return report(session, call.error());
  const Result<v1::Algorithm> algorithm =
      session.client().getAlgorithm("algorithms/" + options.algorithm);
  if (!algorithm.ok()) return report(session, algorithm.error());

  LocalFiles files(session);  // They go with the request, or at the end of this.
  RunPlanner planner;
  planner.with_project = !call->project.empty();
  planner.place = [&](const std::string& output, const std::string& place) {
    return checkPlaceOf(options, output, place);
  };
  planner.reference = [&](const std::string& path) { return files.reference(path); };
  const Result<RunPlan> plan = planRun(call->parameters, *algorithm, planner);
  if (!plan.ok()) return report(session, plan.error());
  if (!call->project.empty() && !isReference(call->project)) {
    Result<std::string> project = files.project(call->project);
    if (!project.ok()) return report(session, project.error());
    call->project = std::move(*project);
  }
  const Result<v1::SubmitJobRequest> request = requestOf(options, *call, *plan);
  if (!request.ok()) return report(session, request.error());

  JobRun steps;
  steps.submit = [&] {
    const Result<v1::Job> job = session.client().submit(*request);
    files.remove();  // The job has what it needs.
    return job;
  };
  steps.conclude = [&](const v1::Job& job) { return conclude(session, job, *plan); };
  return runJob(session, options.job, steps);
}

}  // namespace

void addRun(CLI::App& app, Session& session) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb = app.add_subcommand("run", "Run an algorithm of QGIS");
  verb->add_option("ALGORITHM", options->algorithm, "Its id; see `geotask algorithms`")
      ->required()
      ->type_name(" ");
  verb->add_option("--invalid-features", options->invalid_features,
                   "Features with invalid geometry: abort (default), skip or ignore")
      ->check(CLI::IsMember({"abort", "skip", "ignore"}).description(""))
      ->type_name("HOW");
  verb->add_option("--project-crs", options->project_crs, "The CRS of the project to work in")
      ->type_name("CRS");
  verb->add_option("--coordinate-operation", options->coordinate_operations,
                   "How to get from a CRS to another: both and a PROJ string; may be repeated")
      ->type_size(3)
      ->expected(0, std::numeric_limits<int>::max())
      ->type_name("CRS CRS PROJ");
  verb->add_flag("--overwrite", options->overwrite, "Replace existing files");
  addJobOptions(*verb, options->job);
  verb->footer(
      "Parameters follow as --KEY=VALUE, as `qgis_process run` takes them; a KEY that comes again "
      "makes\n"
      "a list. Instead of them `-` reads JSON from standard input: {\"inputs\": {...}}. Layers "
      "are\n"
      "data:SOURCE/LAYER, dataset:ID, job:ID/OUTPUT, or files here, which go to the server for "
      "this job.\n"
      "Settings of qgis_process are known: --ellipsoid, --distance_units, --area_units, "
      "--project_path.\n"
      "Outputs are files here; what is not named stays on the server. `geotask describe "
      "ALGORITHM`\n"
      "tells the keys.\n\n"
      "Examples:\n"
      "  geotask run native:centroids --INPUT=data:world/countries --OUTPUT=centroids.gpkg\n"
      "  geotask run native:intersection --INPUT=a.gpkg --OVERLAY='b.gpkg|layername=zones' "
      "--OUTPUT=c.fgb\n"
      "  echo '{\"inputs\": {\"INPUT\": \"data:world/countries\"}}' | geotask run native:boundary "
      "-");
  verb->callback([&app, &session, options] {
    session.run = [&app, &session, options] {
      options->words = app.remaining(true);  // What no option took.
      return run(session, *options);
    };
  });
}

}  // namespace geotask::cli
