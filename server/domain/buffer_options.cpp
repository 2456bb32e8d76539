// SPDX-License-Identifier: GPL-2.0-or-later
#include "domain/buffer_options.h"

#include <cmath>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/errors.h"
#include "domain/text.h"
#include "domain/wkb.h"

namespace geotask {

namespace {

absl::Status invalid(ErrorDetail detail) {
  return makeError(absl::StatusCode::kInvalidArgument, std::move(detail));
}

absl::Status conflict(const char* field, const char* given) {
  return invalid({"CONFLICTING_FIELDS", field, given, "nothing, together with buffer.side",
                  "Leave one of the two out."});
}

bool mayHoldLines(const std::string& type) {
  return type == "Geometry" || absl::StartsWith(type, "GeometryCollection") ||
         absl::StartsWith(type, "LineString") || absl::StartsWith(type, "MultiLineString") ||
         absl::StartsWith(type, "CircularString") || absl::StartsWith(type, "CompoundCurve") ||
         absl::StartsWith(type, "MultiCurve");
}

std::vector<std::string> numericFields(const Schema& schema) {
  std::vector<std::string> names;
  for (const Field& field : schema.fields) {
    if (field.isNumeric()) names.push_back(field.name);
  }
  return names;
}

std::string numericFieldList(const Schema& schema) {
  const auto names = numericFields(schema);
  return names.empty() ? "a numeric field (the input has none)"
                       : absl::StrCat("a numeric field: ", shortList(names));
}

}  // namespace

bool isDistance(double distance) { return std::abs(distance) <= kMaxCoordinate; }

absl::Status checkBufferOptions(const BufferOptions& options) {
  if (!options.distance && options.distance_field.empty()) {
    return invalid({"MISSING_FIELD", "buffer.distance", "", "a finite number",
                    "Give a distance or a distance_field."});
  }
  if (options.distance && !isDistance(*options.distance)) {
    return invalid(
        {"OUT_OF_RANGE", "buffer.distance", absl::StrCat(*options.distance), "-1e30 to 1e30"});
  }
  if (options.distance && options.unit == DistanceUnit::kMetres &&
      std::abs(*options.distance) > kMaxMetres) {
    return invalid({"OUT_OF_RANGE", "buffer.distance", absl::StrCat(*options.distance),
                    "-5e6 to 5e6, in metres"});
  }
  if (options.segments && (*options.segments < 1 || *options.segments > 1000)) {
    return invalid(
        {"OUT_OF_RANGE", "buffer.segments", absl::StrCat(*options.segments), "1 to 1000"});
  }
  if (options.mitre_limit && !(std::isfinite(*options.mitre_limit) && *options.mitre_limit >= 1)) {
    return invalid({"OUT_OF_RANGE", "buffer.mitre_limit", absl::StrCat(*options.mitre_limit),
                    "a finite number, at least 1"});
  }
  if (options.side == Side::kBoth) return absl::OkStatus();
  if (options.cap_style != CapStyle::kUnspecified) return conflict("buffer.cap_style", "a style");
  if (options.dissolve) return conflict("buffer.dissolve", "true");
  if (options.separate_disjoint) return conflict("buffer.separate_disjoint", "true");
  return absl::OkStatus();
}

absl::Status checkBufferInput(const BufferOptions& options, const Schema& input) {
  if (!options.distance_field.empty()) {
    const auto index = input.fieldIndex(options.distance_field);
    if (!index) {
      return invalid({"UNKNOWN_FIELD", "buffer.distance_field", options.distance_field,
                      numericFieldList(input)});
    }
    if (!input.fields[*index].isNumeric()) {
      return invalid({"FIELD_NOT_NUMERIC", "buffer.distance_field", options.distance_field,
                      numericFieldList(input)});
    }
  }
  if (options.side != Side::kBoth && !mayHoldLines(input.geometry_type)) {
    return makeError(
        absl::StatusCode::kInvalidArgument,
        absl::StrCat("buffer.side: only lines have sides; the input holds ", input.geometry_type),
        {"NOT_A_LINE", "buffer.side", input.geometry_type, "a layer of lines",
         "Leave the side out or name a layer of lines."});
  }
  if (options.unit == DistanceUnit::kMetres && input.crs.empty()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     "buffer.unit: the input has no CRS, so nothing is known of its metres",
                     {"INVALID_CRS", "buffer.unit", "UNIT_METRES",
                      "UNIT_LAYER, as the input has no CRS", "Give the CRS of the input."});
  }
  if (!options.output_crs.empty() && input.crs.empty()) {
    return makeError(absl::StatusCode::kInvalidArgument,
                     "buffer.output_crs: the input has no CRS to transform from",
                     {"INVALID_CRS", "buffer.output_crs", options.output_crs,
                      "nothing, as the input has no CRS", "Give the CRS of the input."});
  }
  return absl::OkStatus();
}

Schema bufferOutputSchema(const BufferOptions& options, const Schema& input) {
  Schema output;
  output.fields = input.fields;
  // QGIS leaves the buffer of one side as GEOS gives it: one part or several.
  output.geometry_type = options.side != Side::kBoth ? "Geometry"
                         : options.separate_disjoint ? "Polygon"
                                                     : "MultiPolygon";
  output.crs = options.output_crs.empty() ? input.crs : options.output_crs;
  return output;
}

}  // namespace geotask
