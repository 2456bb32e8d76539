// SPDX-License-Identifier: GPL-2.0-or-later
#include <google/protobuf/util/json_util.h>
#include <unistd.h>

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
#include "cli/parameter_prompts.h"
#include "cli/preview.h"
#include "cli/resource_name.h"
#include "cli/run_plan.h"
#include "cli/run_words.h"
#include "cli/text.h"
#include "cli/value_kinds.h"
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
  bool no_input = false;
  PreviewOptions preview;
  JobOptions job;
};

bool readsJson(const RunOptions& options) { return options.words == std::vector<std::string>{"-"}; }

// Whether somebody is there who could answer.
bool canAsk(const RunOptions& options) {
  return !options.no_input && !readsJson(options) && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

Result<RunCall> callOf(const RunOptions& options) {
  if (!readsJson(options)) return parseRunWords(options.words);
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

// What an error of the API is about: NAME of `spec.processing.parameters.NAME`.
std::string parameterOf(const client::Error& error) {
  const std::string kPrefix = "spec.processing.parameters.";
  if (error.field.compare(0, kPrefix.size(), kPrefix) != 0) return "";
  const std::string rest = error.field.substr(kPrefix.size());
  return rest.substr(0, rest.find_first_of(".["));
}

// Makes the request, asking for what is missing as long as somebody answers.
class RunMaker {
 public:
  RunMaker(Session& session, const RunOptions& options, const v1::Algorithm& algorithm,
           LocalFiles& files)
      : session_(session),
        options_(options),
        files_(files),
        algorithm_(algorithm),
        prompts_(std::cin, std::cerr, algorithm, info_) {}

  Result<v1::SubmitJobRequest> make(RunCall& call, RunPlan& plan) {
    if (canAsk(options_) && prompts_.isMissing(call.parameters)) {
      const Result<v1::ServerInfo> info = session_.client().serverInfo();
      if (info.ok()) info_ = *info;
      if (!prompts_.ask(call.parameters)) return inputEnded();
    }
    while (true) {
      const Result<v1::SubmitJobRequest> made = attempt(call, plan);
      if (!prompts_.asked()) return made;
      const Result<void> good = made.ok() ? validate(*made) : Result<void>(made.error());
      if (good.ok()) {
        tell("Without questions: " + runCommand(options_.algorithm, call.parameters));
        return made;
      }
      const std::string name = made.ok() ? parameterOf(good.error()) : at_fault_;
      if (!prompts_.askAgain(name, good.error().message, call.parameters)) return good.error();
    }
  }

 private:
  Result<v1::SubmitJobRequest> attempt(RunCall& call, RunPlan& plan) {
    at_fault_.clear();
    RunPlanner planner;
    planner.with_project = !call.project.empty();
    planner.place = [&](const std::string& output, const std::string& place) {
      const Result<void> good = checkPlaceOf(options_, output, place);
      if (!good.ok()) at_fault_ = output;
      return good;
    };
    planner.reference = [&](const std::string& path) { return files_.reference(path); };
    if (!call.project.empty() && !isReference(call.project)) {
      Result<std::string> project = files_.project(call.project);
      if (!project.ok()) return project.error();
      call.project = std::move(*project);
    }
    const Result<RunPlan> planned = planRun(call.parameters, algorithm_, planner);
    if (!planned.ok()) return planned.error();
    plan = *planned;
    return requestOf(options_, call, plan);
  }

  Result<void> validate(v1::SubmitJobRequest request) {
    request.set_validate_only(true);
    const Result<v1::Job> checked = session_.client().submit(std::move(request));
    if (!checked.ok()) return checked.error();
    return {};
  }

  static client::Error inputEnded() {
    return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "MISSING_PARAMETER",
                              "The answers ended before all was asked for.",
                              "Give the parameters as --KEY=VALUE.");
  }

  Session& session_;
  const RunOptions& options_;
  LocalFiles& files_;
  const v1::Algorithm& algorithm_;
  v1::ServerInfo info_;
  ParameterPrompts prompts_;
  std::string at_fault_;  // The output whose place will not do.
};

int run(Session& session, const RunOptions& options) {
  const Result<void> treatment = checkJobOptions(options.job);
  if (!treatment.ok()) return report(session, treatment.error());
  const Result<v1::RenderOutputRequest> picture =
      previewRequest(options.preview, options.overwrite, options.job.detach);
  if (!picture.ok()) return report(session, picture.error());
  Result<RunCall> call = callOf(options);
  if (!call.ok()) return report(session, call.error());
  const Result<v1::Algorithm> algorithm =
      session.client().getAlgorithm("algorithms/" + options.algorithm);
  if (!algorithm.ok()) return report(session, algorithm.error());

  LocalFiles files(session);  // They go with the request, or at the end of this.
  RunPlan plan;
  const Result<v1::SubmitJobRequest> request =
      RunMaker(session, options, *algorithm, files).make(*call, plan);
  if (!request.ok()) return report(session, request.error());

  JobRun steps;
  steps.submit = [&] {
    const Result<v1::Job> job = session.client().submit(*request);
    files.remove();  // The job has what it needs.
    return job;
  };
  steps.conclude = [&](const v1::Job& job) {
    const int code = conclude(session, job, plan);
    if (code != kOk || options.preview.file.empty()) return code;
    return preview(session, job.name(), options.preview, *picture);
  };
  return runJob(session, options.job, steps);
}

}  // namespace

void addRun(CLI::App& app, Session& session) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb = app.add_subcommand("run", "Run an algorithm of QGIS");
  verb->add_option("ALGORITHM", options->algorithm, "Its id; see `geotask algorithms`")
      ->required()
      ->check(kind("algorithm"))
      ->type_name(" ");
  verb->add_option("--invalid-features", options->invalid_features,
                   "Features with invalid geometry: abort (default), skip or ignore")
      ->check(choices({"abort", "skip", "ignore"}))
      ->type_name("HOW");
  verb->add_option("--project-crs", options->project_crs, "The CRS of the project to work in")
      ->type_name("CRS");
  verb->add_option("--coordinate-operation", options->coordinate_operations,
                   "How to get from a CRS to another: both and a PROJ string; may be repeated")
      ->type_size(3)
      ->expected(0, std::numeric_limits<int>::max())
      ->type_name("CRS CRS PROJ");
  verb->add_flag("--overwrite", options->overwrite, "Replace existing files");
  verb->add_flag("--no-input", options->no_input,
                 "Never ask: what is missing is an error also on a terminal");
  addPreviewOptions(*verb, options->preview, true);
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
      "tells the keys. On a terminal you are asked for parameters that are missing.\n\n"
      "Examples:\n"
      "  geotask run native:centroids --INPUT=data:world/countries --OUTPUT=centroids.gpkg\n"
      "  geotask run native:intersection --INPUT=a.gpkg --OVERLAY='b.gpkg|layername=zones' "
      "--OUTPUT=c.fgb\n"
      "  geotask run native:hillshade --INPUT=dem.tif --preview hills.png\n"
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
