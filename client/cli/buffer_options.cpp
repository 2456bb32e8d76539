// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/buffer_options.h"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <map>

#include "cli/option_checks.h"
#include "cli/value_kinds.h"

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

const Names<v1::Buffer::Unit> kUnits = {{"", v1::Buffer::UNIT_UNSPECIFIED},
                                        {"layer", v1::Buffer::UNIT_LAYER},
                                        {"metres", v1::Buffer::UNIT_METRES}};

// The names have been checked when the command line was read.
template <typename Enum>
Enum named(const std::string& name, const Names<Enum>& names) {
  return names.at(name);
}

void addInputOptions(CLI::App& verb, BufferOptions& options) {
  verb.add_option("INPUT", options.input,
                  "On the server: data:SOURCE/LAYER, dataset:ID or job:ID, the result of a job. "
                  "Here: FILE, FILE|LAYER, or - for GeoJSON on standard input")
      ->required()
      ->check(kind("input"))
      ->type_name(" ");
  verb.add_option("--crs", options.crs, "CRS of local data, in place of what the data says")
      ->type_name("CRS");
}

void addGeometryOptions(CLI::App& verb, BufferOptions& options) {
  const std::string group = "Buffer";
  verb.add_option("--distance", options.distance,
                  "How far, in the unit of --unit; negative shrinks polygons")
      ->type_name("N")
      ->group(group);
  verb.add_option("--distance-field", options.distance_field,
                  "The field that holds the distance of each row")
      ->type_name("FIELD")
      ->group(group);
  verb.add_option("--unit", options.unit,
                  "What distances count: layer, the unit of the input's coordinates (default); or "
                  "metres, true metres on the ellipsoid, also for data in degrees")
      ->check(choices({"layer", "metres"}))
      ->type_name("UNIT")
      ->group(group);
  verb.add_option("--segments", options.segments, "Segments a quarter circle (default 5)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--cap", options.cap, "Ends of lines: round, flat or square")
      ->check(choices({"round", "flat", "square"}))
      ->type_name("STYLE")
      ->group(group);
  verb.add_option("--join", options.join, "Corners: round, mitre or bevel")
      ->check(choices({"round", "mitre", "bevel"}))
      ->type_name("STYLE")
      ->group(group);
  verb.add_option("--mitre-limit", options.mitre_limit,
                  "How far a mitre may stand out, in distances (default 2)")
      ->type_name("N")
      ->group(group);
  verb.add_option("--side", options.side, "Buffer lines on one side: left or right")
      ->check(choices({"left", "right"}))
      ->type_name("SIDE")
      ->group(group);
  verb.add_flag("--dissolve", options.dissolve, "Unite all buffers into one feature")->group(group);
  verb.add_flag("--separate-disjoint", options.separate_disjoint,
                "Make a feature of each part of a result")
      ->group(group);
}

void addOutputOptions(CLI::App& verb, BufferOptions& options) {
  const std::string group = "Output";
  verb.add_option("--output,-o", options.output.file,
                  "Where the result goes: .gpkg, .geojson, .fgb, .shp, .csv, ...; - for GeoJSON "
                  "on standard output")
      ->check(checkFile, "")
      ->check(kind("file"))
      ->type_name("FILE")
      ->group(group);
  verb.add_option("--output-layer", options.output.layer, "Its layer (default: the file's name)")
      ->type_name("NAME")
      ->group(group);
  verb.add_option("--output-crs", options.output_crs, "CRS of the result (default: the input's)")
      ->type_name("CRS")
      ->group(group);
  verb.add_flag("--overwrite", options.output.overwrite, "Replace an existing FILE")->group(group);
}

}  // namespace

void addBufferOptions(CLI::App& verb, BufferOptions& options) {
  addInputOptions(verb, options);
  addGeometryOptions(verb, options);
  addOutputOptions(verb, options);
  addPreviewOptions(verb, options.preview, false);
  addJobOptions(verb, options.job);
}

Result<v1::SubmitJobRequest> requestOf(const BufferOptions& options) {
  v1::SubmitJobRequest request;
  v1::Buffer* buffer = request.mutable_spec()->mutable_buffer();
  if (options.distance) buffer->set_distance(*options.distance);
  buffer->set_distance_field(options.distance_field);
  buffer->set_unit(named(options.unit, kUnits));
  if (options.segments) buffer->set_segments(*options.segments);
  buffer->set_cap_style(named(options.cap, kCaps));
  buffer->set_join_style(named(options.join, kJoins));
  if (options.mitre_limit) buffer->set_mitre_limit(*options.mitre_limit);
  buffer->set_side(named(options.side, kSides));
  buffer->set_dissolve(options.dissolve);
  buffer->set_separate_disjoint(options.separate_disjoint);
  buffer->set_output_crs(options.output_crs);
  const Result<void> treated = applyJobOptions(options.job, &request);
  if (!treated.ok()) return treated.error();
  return request;
}

}  // namespace geotask::cli
