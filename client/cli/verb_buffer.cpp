// SPDX-License-Identifier: GPL-2.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "cli/follow.h"
#include "cli/interrupt.h"
#include "cli/job_text.h"
#include "cli/labels.h"
#include "cli/option_checks.h"
#include "cli/submit.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace geotask::cli {
namespace {

using client::Result;

template <typename Enum>
using Names = std::map<std::string, Enum>;

const Names<v1::Buffer::CapStyle> kCaps = {{"", v1::Buffer::CAP_STYLE_UNSPECIFIED},
                                           {"round", v1::Buffer::CAP_STYLE_ROUND},
                                           {"flat", v1::Buffer::CAP_STYLE_FLAT},
                                           {"square", v1::Buffer::CAP_STYLE_SQUARE}};
const Names<v1::Buffer::JoinStyle> kJoins = {{"", v1::Buffer::JOIN_STYLE_UNSPECIFIED},
                                             {"round", v1::Buffer::JOIN_STYLE_ROUND},
                                             {"mitre", v1::Buffer::JOIN_STYLE_MITRE},
                                             {"bevel", v1::Buffer::JOIN_STYLE_BEVEL}};
const Names<v1::Buffer::Side> kSides = {{"", v1::Buffer::SIDE_UNSPECIFIED},
                                        {"left", v1::Buffer::SIDE_LEFT},
                                        {"right", v1::Buffer::SIDE_RIGHT}};

// The names have been checked when the command line was read.
template <typename Enum>
Enum named(const std::string& name, const Names<Enum>& names) {
  return names.at(name);
}

CLI::Validator oneOf(const std::vector<std::string>& names) {
  return CLI::IsMember(names, CLI::ignore_case).description("");
}

struct Options {
  std::string input;
  std::string crs;
  std::optional<double> distance;
  std::string distance_field;
  std::optional<int> segments;
  std::string cap;
  std::string join;
  std::optional<double> mitre_limit;
  std::string side;
  bool dissolve = false;
  bool separate_disjoint = false;
  std::string output_crs;
  OutputOptions output;
  bool detach = false;
  bool validate_only = false;
  int priority = 0;
  std::vector<std::string> labels;
  std::string ttl;
  std::string job_id;
};

Result<v1::SubmitJobRequest> requestOf(const Options& options) {
  v1::SubmitJobRequest request;
  v1::Buffer* buffer = request.mutable_spec()->mutable_buffer();
  if (options.distance) buffer->set_distance(*options.distance);
  buffer->set_distance_field(options.distance_field);
  if (options.segments) buffer->set_segments(*options.segments);
  buffer->set_cap_style(named(options.cap, kCaps));
  buffer->set_join_style(named(options.join, kJoins));
  if (options.mitre_limit) buffer->set_mitre_limit(*options.mitre_limit);
  buffer->set_side(named(options.side, kSides));
  buffer->set_dissolve(options.dissolve);
  buffer->set_separate_disjoint(options.separate_disjoint);
  buffer->set_output_crs(options.output_crs);
  request.mutable_spec()->set_priority(options.priority);
  const Result<void> labels = parseLabels(options.labels, request.mutable_spec()->mutable_labels());
  if (!labels.ok()) return labels.error();
  if (!options.ttl.empty()) {
    const Result<google::protobuf::Duration> ttl = parseDuration(options.ttl);
    if (!ttl.ok()) return ttl.error();
    *request.mutable_spec()->mutable_ttl() = *ttl;
  }
  request.set_job_id(options.job_id);
  request.set_validate_only(options.validate_only);
  return request;
}

client::Error conflict(const std::string& message, const std::string& remedy) {
  return client::localError(grpc::StatusCode::INVALID_ARGUMENT, "CONFLICTING_FIELDS", message,
                            remedy);
}

Result<void> check(const Session& session, const Options& options) {
  const std::string& file = options.output.file;
  if (!options.distance && options.distance_field.empty()) {
    return conflict("The distance is missing.", "Give --distance N or --distance-field FIELD.");
  }
  if (options.detach && !file.empty()) {
    return conflict("--detach leaves nothing to write to --output yet.",
                    "Leave one of them out; `geotask result` fetches the result later.");
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

int run(Session& session, Options& options) {
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
  if (!submission.ok()) return report(session, submission.error());
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
    tell("The job may go on: geotask show " + job->name());
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

void addGeometryOptions(CLI::App& verb, Options& options) {
  const std::string group = "Buffer";
  verb.add_option("--distance", options.distance,
                  "How far, in the unit of the input's coordinates; negative shrinks")
      ->type_name("N")
      ->group(group);
  verb.add_option("--distance-field", options.distance_field,
                  "The field that holds the distance of each row")
      ->type_name("FIELD")
      ->group(group);
  verb.add_option("--segments", options.segments, "Segments a quarter circle (default 5)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--cap", options.cap, "Ends of lines: round, flat or square")
      ->check(oneOf({"round", "flat", "square"}))
      ->type_name("STYLE")
      ->group(group);
  verb.add_option("--join", options.join, "Corners: round, mitre or bevel")
      ->check(oneOf({"round", "mitre", "bevel"}))
      ->type_name("STYLE")
      ->group(group);
  verb.add_option("--mitre-limit", options.mitre_limit,
                  "How far a mitre may stand out, in distances (default 2)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--side", options.side, "Buffer lines on one side: left or right")
      ->check(oneOf({"left", "right"}))
      ->type_name("SIDE")
      ->group(group);
  verb.add_flag("--dissolve", options.dissolve, "Unite all buffers into one feature")->group(group);
  verb.add_flag("--separate-disjoint", options.separate_disjoint,
                "Make a feature of each part of a result")
      ->group(group);
}

void addJobOptions(CLI::App& verb, Options& options) {
  const std::string group = "Job";
  verb.add_flag("--detach", options.detach, "Print the job's name and leave it running")
      ->group(group);
  verb.add_option("--priority", options.priority, "From -10 to 10; larger is sooner (default 0)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--label", options.labels, "A label for your own use; may be repeated")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->group(group);
  verb.add_option("--ttl", options.ttl, "How long the result is kept: 90s, 15m, 2h, 7d")
      ->type_name("DURATION")
      ->group(group);
  verb.add_option("--job-id", options.job_id, "The job's id (default: a random one)")
      ->type_name("ID")
      ->group(group);
  verb.add_flag("--validate-only", options.validate_only, "Check everything, submit nothing")
      ->group(group);
}

}  // namespace

void addBuffer(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("buffer", "Buffer the features of a layer or a file");
  verb->add_option("INPUT", options->input,
                   "data:SOURCE/LAYER of the server, a local FILE or FILE|LAYER, or - for GeoJSON "
                   "on standard input")
      ->required()
      ->type_name(" ");
  verb->add_option("--crs", options->crs, "CRS of local data, in place of what the data says")
      ->type_name("CRS");
  addGeometryOptions(*verb, *options);
  const std::string group = "Output";
  verb->add_option("--output,-o", options->output.file,
                   "Where the result goes: .gpkg, .geojson, .fgb, .shp, .csv, ...; - for GeoJSON "
                   "on standard output")
      ->check(checkFile, "")
      ->type_name("FILE")
      ->group(group);
  verb->add_option("--output-layer", options->output.layer, "Its layer (default: the file's name)")
      ->type_name("NAME")
      ->group(group);
  verb->add_option("--output-crs", options->output_crs, "CRS of the result (default: the input's)")
      ->type_name("CRS")
      ->group(group);
  verb->add_flag("--overwrite", options->output.overwrite, "Replace an existing FILE")
      ->group(group);
  addJobOptions(*verb, *options);
  verb->footer(
      "Ctrl-C cancels the job. Without --output the result stays on the server.\n\n"
      "Examples:\n"
      "  geotask buffer data:world/countries --distance 0.1 --output countries.gpkg\n"
      "  geotask buffer 'lakes.gpkg|lakes' --distance 50 --dissolve --output lakes.geojson\n"
      "  echo '{\"type\":\"Point\",\"coordinates\":[8,47]}' | geotask buffer - --distance 1 -o -");
  verb->callback([&session, options] {
    session.run = [&session, options] { return run(session, *options); };
  });
}

}  // namespace geotask::cli
