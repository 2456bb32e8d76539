// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a buffer job is told: the options of geotask.v1.Buffer, checked.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "domain/features.h"

namespace geotask {

enum class CapStyle { kUnspecified, kRound, kFlat, kSquare };
enum class JoinStyle { kUnspecified, kRound, kMitre, kBevel };
enum class Side { kBoth, kLeft, kRight };
enum class DistanceUnit { kLayer, kMetres };  // Of the CRS's coordinates, or true metres.

// The longest distance in true metres, either sign: an eighth of the way around the earth.
constexpr double kMaxMetres = 5e6;

struct BufferOptions {
  std::optional<double> distance;
  DistanceUnit unit = DistanceUnit::kLayer;  // Of distance and of distance_field.
  std::string distance_field;                // Empty: none.
  std::optional<int> segments;               // A quarter circle.
  CapStyle cap_style = CapStyle::kUnspecified;
  JoinStyle join_style = JoinStyle::kUnspecified;
  std::optional<double> mitre_limit;  // Multiple of the distance.
  Side side = Side::kBoth;
  bool dissolve = false;
  bool separate_disjoint = false;
  std::string output_crs;  // Empty: that of the input.

  // QGIS's defaults: 5, and 8 on one side.
  int segmentsOrDefault() const { return segments.value_or(side == Side::kBoth ? 5 : 8); }
  double mitreLimitOrDefault() const { return mitre_limit.value_or(2.0); }
};

// Whether it is a number from -1e30 to 1e30.
bool isDistance(double distance);

// Whether the options make sense by themselves. Fields are named from "buffer." on.
absl::Status checkBufferOptions(const BufferOptions& options);

// Whether they make sense for such rows: the distance field is there and numeric, the layer of a
// single-sided buffer may hold lines, and there is a CRS for metres and for transformations.
absl::Status checkBufferInput(const BufferOptions& options, const Schema& input);

// What the rows of the result look like.
Schema bufferOutputSchema(const BufferOptions& options, const Schema& input);

}  // namespace geotask
