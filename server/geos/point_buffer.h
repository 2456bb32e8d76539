// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buffers of points. What GEOS adds to the coordinates of a point to get a vertex of its buffer depends
// on the style alone, so the ring about (0, 0) is asked of GEOS once and then moved to each point: the
// bytes are GEOS's, in a fiftieth of the time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "geos/geometry_task.h"

namespace geotask {

// A row of points that have one style. Not thread-safe.
class PointBuffers {
 public:
  // What GEOS gives for the WKB of a point.
  using ByGeos = absl::FunctionRef<GeometryAnswer(absl::string_view wkb)>;

  // The buffer of a point, given as plain WKB (wkb_parts.h). The first two of a style are left to GEOS, and
  // so is a point about which the ring would lose its shape to rounding.
  GeometryAnswer buffer(absl::string_view wkb, const BufferStyle& style, ByGeos by_geos);

 private:
  void learn(ByGeos by_geos);
  bool keepsShape(double x, double y) const;
  std::string movedTo(double x, double y) const;

  BufferStyle style_;
  uint64_t seen_ = 0;         // Points of this style.
  std::string head_;          // Of the WKB, up to its vertices.
  std::vector<double> ring_;  // X and Y in turns.
  double farthest_ = 0;       // A coordinate without its sign; 0 where GEOS is always asked.
};

// Whether this plain WKB is a POINT.
bool isPoint(absl::string_view wkb);

}  // namespace geotask
