// SPDX-License-Identifier: GPL-2.0-or-later
//
// How long GEOS will take, before it begins: the basis of where work runs, how it is cut and what
// progress says. Processor time of one core, in microseconds; right within a factor of three for nine
// of ten geometries, which is what the interrupts of interrupt.h are for.
//
// The constants are those that tests/bench/fit_costs.py fits to what bench_fit_costs measures: the
// countries, states and vertices of Natural Earth 1:10m, 0.01 to 5 degrees, 1 to 64 segments, GEOS
// 3.11.1.
#pragma once

#include <cstddef>
#include <cstdint>

#include "geos/geometry_task.h"
#include "geos/wkb_parts.h"

namespace geotask {

// A buffer of one part.
double predictedPart(const WkbPart& part, const BufferStyle& style);

// One buffer of all parts.
double predictedWhole(const WkbParts& parts, const BufferStyle& style);

// Of polygons with so many bytes of WKB in all, overlaid once.
double predictedUnion(size_t wkb_bytes);

// The union of many buffers with so many bytes of WKB in all, as buffer_plan.h cuts it: within tiles,
// and all.
double predictedTile(size_t wkb_bytes);
double predictedUnite(size_t wkb_bytes);

// The check whether a geometry is valid; making it so; what is common to polygons, or left of one.
double predictedCheck(uint64_t vertices);
double predictedRepair(uint64_t vertices);
double predictedOverlay(uint64_t vertices);
// Simplifying with its topology kept; the convex hull; the merge of lines.
double predictedSimplify(uint64_t vertices);
double predictedHull(uint64_t vertices);
double predictedMerge(uint64_t vertices);

struct BufferCost {
  double whole = 0;
  double parts = 0;  // Each part by itself, checked, and all united.
  // Whether cutting is worth while. Depends on the geometry and the style alone. Whether it is right
  // is for buffer_plan.h to say.
  bool better_cut = false;

  double best() const { return better_cut ? parts : whole; }
};
BufferCost predictedBuffer(const WkbParts& parts, const BufferStyle& style);

// Whether the polygons of a multipolygon, whose buffers meet, are buffered sooner at once than each by
// itself, with the union of all.
bool betterTogether(const WkbParts& neighbours, const BufferStyle& style);

}  // namespace geotask
